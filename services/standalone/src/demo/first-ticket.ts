import { commandIdOf } from '@ledgerdesk/event-store';
import { mailOf, personOf, type DemoTenant } from './desk.ts';
import { eventually } from './eventually.ts';
import { graphql, isKnown, type Asking } from './graphql.ts';
import { postForm } from './web-form.ts';

export interface FirstTicketOptions {
  /** `http://127.0.0.1:4000` */
  readonly address: string;
  readonly formAddress: string;
  readonly tenant: DemoTenant;
  readonly tokenOf: (login: string) => string;
  readonly ending: AbortSignal;
}

/** One line of a ticket's history: who, when and why. */
export interface Told {
  readonly sequence: number;
  readonly occurredAt: string;
  readonly kind: string;
  readonly who: string;
  /** To whom it went, of an assignment. */
  readonly to: readonly string[];
  /** By which way it came in, of what somebody wrote. */
  readonly channel: string | null;
  readonly text: string | null;
  /** It followed from the entry before it, in the same act. */
  readonly followed: boolean;
}

export interface FirstTicket {
  readonly number: string;
  readonly timeline: readonly Told[];
}

const PATH = 'demo/first-ticket';

/**
 * A ticket's whole life: from a post of the web form, by different people over GraphQL, to its closure. It is lived once:
 * at a second start every post and command is known, and answered as it was.
 */
export async function firstTicket(options: FirstTicketOptions): Promise<FirstTicket> {
  const { address, formAddress, tenant, tokenOf, ending } = options;
  const as = (login: string): Asking => ({ address, token: tokenOf(login) });
  const [requester, supervisor, agent] = ['ines', 'sven', 'mira'] as const;
  const team = tenant.teams[0];
  const number = await postForm({
    form: new URL(`/forms/${tenant.key}`, formAddress),
    fields: {
      name: personOf(tenant, requester).name,
      mail: mailOf(tenant, personOf(tenant, requester)),
      subject: 'Light of bike 301 flickers',
      body: 'On the way home the light of bike 301 went on and off all the time. It was quite dark already.',
    },
    token: commandIdOf(tenant.id, PATH),
    ending,
  });
  await Promise.all(
    [requester, supervisor, agent].map((login) =>
      eventually(`The login of ${login}`, () => isKnown(as(login)), ending),
    ),
  );
  const ticketId = await idOf(as(supervisor), number, ending);
  let steps = 0;
  const step = async (login: string, mutation: string, input: object = {}): Promise<void> =>
    act(as(login), mutation, { commandId: commandIdOf(tenant.id, `${PATH}/${(steps += 1)}`), ticketId, ...input });
  const body = (content: string) => ({ body: { content } });

  await step(supervisor, 'assignTicket', { teamId: team?.id, agentId: personOf(tenant, agent).id });
  await step(agent, 'startWork');
  await step(agent, 'replyToTicket', body('Which of the two lights is it, front or rear?'));
  await step(agent, 'waitForCustomer');
  await step(requester, 'replyToTicket', body('The rear one. The front is fine.'));
  await step(agent, 'addNote', body('Rear lights of this series: loose contact, see bike 77.'));
  await step(agent, 'resolveTicket', { resolution: 'Contact soldered, bike 301 rides with light again.' });
  await step(requester, 'confirmResolution');
  return { number, timeline: await timelineOf(as(supervisor), ticketId, ending) };
}

const idOf = (as: Asking, number: string, ending: AbortSignal): Promise<string> =>
  eventually(
    `${number} on the board`,
    async () => {
      const query = 'query ($number: String!) { ticketByNumber(number: $number) { id } }';
      const found = await graphql<{ ticketByNumber: { id: string } | null }>(as, query, { number });
      return found.ticketByNumber?.id;
    },
    ending,
  );

async function act(as: Asking, mutation: string, input: object): Promise<void> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename ... on Refusal { code message } } }`;
  const data = await graphql<Record<string, { code?: string }>>(as, query, { input });
  const code = data[mutation]?.code;
  // Told by an earlier release in other words: it stands as it was told.
  if (code && code !== 'COMMAND_ID_REUSED') throw new Error(`${mutation} was refused: ${JSON.stringify(data)}`);
}

interface Named {
  readonly name: string | null;
}

interface Entry extends Omit<Told, 'who' | 'to' | 'followed'> {
  readonly id: string;
  readonly cause: string | null;
  readonly actor: Named;
  readonly author: Named | null;
  readonly agent: Named | null;
  readonly team: Named | null;
}

/**
 * The history, as soon as it is told to its closure: what somebody did to the ticket after it (at an earlier start) is not
 * of this story. Who wrote by form is its author, though a reaction opened the ticket.
 */
const timelineOf = (as: Asking, id: string, ending: AbortSignal): Promise<readonly Told[]> =>
  eventually(
    'The end of the history',
    async () => {
      const query = `query ($id: ID!) {
      ticket(id: $id) {
        timeline(first: 50) { nodes { id sequence occurredAt kind channel text cause actor { name } author { name } agent { name } team { name } } }
      }
    }`;
      interface Found {
        readonly ticket: { readonly timeline: { readonly nodes: readonly Entry[] } };
      }
      const { nodes } = (await graphql<Found>(as, query, { id })).ticket.timeline;
      const closure = nodes.findIndex(({ kind }) => kind === 'TICKET_CLOSED');
      if (closure < 0) return undefined;
      return nodes.slice(0, closure + 1).map(({ id: _, cause, actor, author, agent, team, ...entry }) => ({
        ...entry,
        followed: nodes.some((other) => other.id === cause),
        who: author?.name ?? actor.name ?? '(erased)',
        to: [agent?.name, team?.name].filter((name) => name != null),
      }));
    },
    ending,
  );
