import { randomUUID } from 'node:crypto';
import type { DemoLogin } from '../demo/tokens.ts';

const LIST = `query {
  tickets(first: 5) {
    nodes { number subject state { label } assignee { name } }
  }
}`;

const open = (commandId: string): string => `mutation {
  openTicket(input: {
    commandId: "${commandId}"
    subject: "The bell of bike 12 is gone"
    body: { content: "It was there yesterday. Without it nobody hears me coming." }
  }) {
    ... on OpenTicketSuccess { number ticket { subject state { label } } }
    ... on Refusal { code message }
  }
}`;

export interface OperationsPage {
  /** `http://127.0.0.1:4000` */
  readonly address: string;
  readonly logins: readonly DemoLogin[];
}

/** Something to paste, and as whom. */
export function operations({ address, logins }: OperationsPage): string {
  const tokenOf = (login: string): string => logins.find((one) => one.login === login)?.token ?? '';
  const body = JSON.stringify({ query: '{ me { person { name } roles } }' });
  return `Two operations to paste into GraphiQL, or to send from any client; the first as mira:

${indented(LIST)}

and as ines:

${indented(open(randomUUID()))}

One for the shell:

  curl -s ${address}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${tokenOf('mira')}' --data '${body}'`;
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');
