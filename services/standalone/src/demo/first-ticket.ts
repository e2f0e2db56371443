import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoTenant } from './desk.ts';
import { graphql } from './http.ts';

export interface FirstTicketOptions {
  /** `http://127.0.0.1:4000` */
  readonly address: string;
  readonly tenant: DemoTenant;
  /** The mail address of whoever asks. */
  readonly mail: string;
  readonly tokenOf: (login: string) => string;
}

/** One line of a ticket's history: who, when and why. */
export interface Told {
  readonly sequence: number;
  readonly occurredAt: string;
  readonly kind: string;
  readonly who: string;
  readonly text: string | null;
}

export interface FirstTicket {
  readonly id: string;
  readonly number: string;
  readonly timeline: readonly Told[];
}

interface Acting {
  readonly address: string;
  readonly token: string;
  readonly mutation: string;
}

/** A ticket's whole life: from a post of the web form, by different people over GraphQL, to its closure. */
export async function firstTicket({ address, tenant, mail, tokenOf }: FirstTicketOptions): Promise<FirstTicket> {
  const number = await postForm(address, tenant.key, mail);
  const found = await graphql<{ ticketByNumber: { id: string } }>(
    address,
    tokenOf('sven'),
    'query ($number: String!) { ticketByNumber(number: $number) { id } }',
    { number },
  );
  const { id } = found.ticketByNumber;
  const team = tenant.teams[0];
  const agent = tenant.people.find(({ login }) => login === 'mira');
  const as = (login: string, mutation: string): Acting => ({ address, token: tokenOf(login), mutation });
  const body = (content: string) => ({ body: { content } });

  await act(as('sven', 'assignTicket'), { ticketId: id, teamId: team?.id, agentId: agent?.id });
  await act(as('mira', 'startWork'), { ticketId: id });
  await act(as('mira', 'replyToTicket'), { ticketId: id, ...body('Which of the two lights is it, front or rear?') });
  await act(as('mira', 'waitForCustomer'), { ticketId: id });
  await act(as('ines', 'replyToTicket'), { ticketId: id, ...body('The rear one. The front is fine.') });
  await act(as('mira', 'addNote'), {
    ticketId: id,
    ...body('Rear lights of this series: loose contact, see bike 77.'),
  });
  await act(as('mira', 'resolveTicket'), {
    ticketId: id,
    resolution: 'Contact soldered, bike 301 rides with light again.',
  });
  await act(as('ines', 'confirmResolution'), { ticketId: id });
  return { id, number, timeline: await timelineOf(address, tokenOf('sven'), id) };
}

/** Posts the form as a browser without script does, and waits on the answer page for the number. */
async function postForm(address: string, tenantKey: string, mail: string): Promise<string> {
  const form = new URL(`/forms/${tenantKey}`, address);
  const page = await (await fetch(form)).text();
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  const posted = await fetch(form, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      ...Object.fromEntries(hidden),
      name: 'Inês Duarte',
      mail,
      subject: 'Light of bike 301 flickers',
      body: 'On the way home the light of bike 301 went on and off all the time. It was quite dark already.',
    }),
  });
  const location = posted.headers.get('location');
  if (posted.status !== 303 || !location) throw new Error(`The form answered ${posted.status}: ${await posted.text()}`);
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await (await fetch(new URL(location, form))).text();
    const number = /LD-\d+/.exec(answer)?.[0];
    if (number) return number;
    await sleep(50);
  }
  throw new Error('The form made no ticket within 10 s');
}

async function act({ address, token, mutation }: Acting, input: object): Promise<void> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename ... on Refusal { code message } } }`;
  const data = await graphql<Record<string, { code?: string }>>(address, token, query, {
    input: { commandId: randomUUID(), ...input },
  });
  if (data[mutation]?.code) throw new Error(`${mutation} was refused: ${JSON.stringify(data)}`);
}

async function timelineOf(address: string, token: string, id: string): Promise<readonly Told[]> {
  const query = `query ($id: ID!) {
    ticket(id: $id) { timeline(first: 50) { nodes { sequence occurredAt kind actor { name } text } } }
  }`;
  interface Found {
    ticket: { timeline: { nodes: readonly (Omit<Told, 'who'> & { actor: { name: string | null } | null })[] } };
  }
  const { ticket } = await graphql<Found>(address, token, query, { id });
  return ticket.timeline.nodes.map(({ actor, ...entry }) => ({ ...entry, who: actor?.name ?? '' }));
}
