/** The part of the schema that the measured operations use, as the gateway has it. */
export const BARE_SCHEMA = `
  scalar UUID
  scalar DateTime
  enum StateKind { NEW OPEN }
  enum TimelineKind { TICKET_OPENED NOTE_ADDED }
  enum Direction { INBOUND OUTBOUND }
  type Query { ticket(id: ID!): Ticket }
  type Mutation { openTicket(input: OpenTicketInput!): OpenTicketResult! }
  input OpenTicketInput { commandId: UUID! subject: String! body: BodyInput! }
  input BodyInput { content: String! }
  interface Refusal { code: String! message: String! }
  type InvalidInput implements Refusal { code: String! message: String! }
  type OpenTicketSuccess { ticketId: ID! number: String! revision: Int! cursor: String! }
  union OpenTicketResult = OpenTicketSuccess | InvalidInput
  type TicketState { key: String! kind: StateKind! }
  type Priority { key: String! }
  type Ticket {
    id: ID! number: String! subject: String channel: String! openedAt: DateTime! changedAt: DateTime! revision: Int!
    state: TicketState! priority: Priority! timeline(last: Int): TimelineConnection!
  }
  type TimelineConnection { nodes: [TimelineEntry!]! }
  type TimelineEntry {
    id: ID! sequence: Int! kind: TimelineKind! occurredAt: DateTime! text: String direction: Direction
  }
`;

/** Two tables with their keys. */
export const BARE_TABLES = `
  CREATE TABLE IF NOT EXISTS ticket (
    id text PRIMARY KEY, number bigint GENERATED ALWAYS AS IDENTITY, subject text NOT NULL, body text NOT NULL,
    requester text NOT NULL, channel text NOT NULL DEFAULT 'graphql', revision integer NOT NULL DEFAULT 0,
    state jsonb NOT NULL DEFAULT '{"key": "new", "kind": "NEW"}', priority jsonb NOT NULL DEFAULT '{"key": "normal"}',
    "openedAt" timestamptz NOT NULL DEFAULT now(), "changedAt" timestamptz NOT NULL DEFAULT now());
  CREATE TABLE IF NOT EXISTS entry (
    ticket_id text NOT NULL, sequence integer NOT NULL, id text NOT NULL, kind text NOT NULL, "occurredAt" timestamptz NOT NULL,
    text text, direction text, PRIMARY KEY (ticket_id, sequence));
`;
