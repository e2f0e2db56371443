/** What an operation is made with: a command id of its own, and an id in turn. */
interface Given {
  readonly commandId: string;
  readonly id: string;
}

interface Operation {
  readonly query: string;
  readonly input: (given: Given) => object;
  /** Stands in the answer where it did what was asked. */
  readonly succeeded: string;
}

const BODY = 'The printer on the second floor prints everything twice since this morning. '.repeat(4);

/** The operations that are measured: Ledgerdesk and the bare server get the same bytes. */
export const operations = {
  openTicket: {
    query: `mutation Open($input: OpenTicketInput!) {
      openTicket(input: $input) {
        __typename
        ... on OpenTicketSuccess { ticketId number revision cursor }
        ... on Refusal { code message }
      }
    }`,
    input: ({ commandId }) => ({
      input: { commandId, subject: 'The printer prints everything twice', body: { content: BODY } },
    }),
    succeeded: '"OpenTicketSuccess"',
  },
  ticketWithTimeline: {
    query: `query Read($id: ID!) {
      ticket(id: $id) {
        id number subject channel openedAt changedAt revision
        state { key kind }
        priority { key }
        timeline(last: 20) { nodes { id sequence kind occurredAt text direction } }
      }
    }`,
    input: ({ id }) => ({ id }),
    succeeded: '"timeline":{"nodes":[{',
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
