import { PersonEvent, TeamEvent, TenantEvent } from './generated/ledgerdesk/access/v1/events.ts';
import { SubmissionEvent } from './generated/ledgerdesk/intake/v1/events.ts';
import { TicketEvent } from './generated/ledgerdesk/tickets/v1/events.ts';

/** The public topics: one for each category of streams, named by it, with the message that carries its events. */
export const topics = {
  ticket: { service: 'tickets', message: TicketEvent, typePrefix: 'ledgerdesk.tickets.v1' },
  submission: { service: 'intake', message: SubmissionEvent, typePrefix: 'ledgerdesk.intake.v1' },
  tenant: { service: 'access', message: TenantEvent, typePrefix: 'ledgerdesk.access.v1' },
  person: { service: 'access', message: PersonEvent, typePrefix: 'ledgerdesk.access.v1' },
  team: { service: 'access', message: TeamEvent, typePrefix: 'ledgerdesk.access.v1' },
} as const;

export type Topic = keyof typeof topics;

/** The message that a topic's events carry. */
export type TopicMessage<T extends Topic> = ReturnType<(typeof topics)[T]['message']['decode']>;

/** Fixed for ever: another count is a new generation of the topic. */
export const PARTITIONS = 12;
