import type { tickets } from '@ledgerdesk/contracts';
import type { Instant } from '@ledgerdesk/kernel';
import { EntitySchema } from 'typeorm';

type MessageCase = NonNullable<tickets.TicketEvent['message']>['$case'];

/** What can have happened to a ticket, by the name of its event. */
export type TimelineKind = Capitalize<Exclude<MessageCase, 'bareNotice' | 'submissionRefused'>>;

/** One event of a ticket. What an event of its kind does not say is null. Its id is the event's. */
export interface TicketTimelineRow {
  readonly tenantId: string;
  readonly id: string;
  readonly ticketId: string;
  readonly sequence: number;
  readonly kind: TimelineKind;
  readonly occurredAt: Instant;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorOnBehalfOf: string | null;
  readonly actorVia: string;
  readonly causationId: string | null;
  /** Whom the text is about: erased with that person. */
  readonly subjectId: string | null;
  /** What was written: a body, a reason, a resolution. Null where the event holds none, or its subject was erased. */
  readonly text: string | null;
  /** `text` or `html`. */
  readonly format: string | null;
  readonly messageId: string | null;
  readonly authorId: string | null;
  /** False where the message came in under an address that nobody has checked. */
  readonly authorVerified: boolean | null;
  readonly direction: string | null;
  readonly channel: string | null;
  readonly stateKey: string | null;
  readonly stateKind: string | null;
  readonly teamId: string | null;
  readonly agentId: string | null;
}

export const ticketTimelineTable = (): EntitySchema<TicketTimelineRow> =>
  new EntitySchema<TicketTimelineRow>({
    name: 'ticket-timeline',
    columns: {
      tenantId: { type: 'text', primary: true },
      id: { type: 'text', primary: true },
      ticketId: { type: 'text' },
      sequence: { type: 'integer' },
      kind: { type: 'text' },
      occurredAt: { type: 'timestamptz' },
      actorKind: { type: 'text' },
      actorId: { type: 'text' },
      actorOnBehalfOf: { type: 'text' },
      actorVia: { type: 'text' },
      causationId: { type: 'text' },
      subjectId: { type: 'text' },
      text: { type: 'text' },
      format: { type: 'text' },
      messageId: { type: 'text' },
      authorId: { type: 'text' },
      authorVerified: { type: 'boolean' },
      direction: { type: 'text' },
      channel: { type: 'text' },
      stateKey: { type: 'text' },
      stateKind: { type: 'text' },
      teamId: { type: 'text' },
      agentId: { type: 'text' },
    },
    indices: [{ name: 'by_ticket', columns: ['tenantId', 'ticketId', 'sequence'] }],
  });
