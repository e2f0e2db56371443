import { mayOnTicket } from '@ledgerdesk/contracts';
import {
  accept,
  personal,
  reject,
  type MessageId,
  type Outcome,
  type PersonId,
  type SubmissionId,
  type TeamId,
} from '@ledgerdesk/kernel';
import type { Desk } from './desk.ts';
import type { TicketOpened } from './events.ts';
import type { Circumstances } from './hearing.ts';
import { initialState } from './lifecycle.ts';
import type { Priority } from './priority.ts';
import type { NotPermitted, PersonNotFound, TeamNotFound, TicketExists } from './refusals.ts';
import type { Body } from './text.ts';
import type { Ticket } from './ticket.ts';

export interface OpenTicket extends Circumstances {
  /** Taken just before: a refusal leaves a gap. */
  readonly number: string;
  readonly requesterId: PersonId;
  readonly subject: string;
  readonly body: Body;
  readonly messageId: MessageId;
  /** False where the request came in under an address that nobody has checked. */
  readonly authorVerified: boolean;
  readonly channel: string;
  readonly submissionId: SubmissionId | null;
  readonly teamId: TeamId | null;
  readonly priority: Priority;
  readonly desk: Desk;
}

export type OpenRefused = NotPermitted | PersonNotFound | TeamNotFound | TicketExists;

/** A request becomes a ticket. */
export function openTicket(command: OpenTicket, ticket: Ticket): Outcome<TicketOpened, OpenRefused> {
  const refused = unopenable(command);
  if (refused) return reject(refused);
  if (ticket.kind !== 'none') return reject({ code: 'TICKET_EXISTS' });

  const { number, requesterId, subject, body, messageId, authorVerified, channel } = command;
  const { submissionId, teamId, priority, lifecycle } = command;
  return accept({
    type: 'TicketOpened',
    number,
    requesterId,
    channel,
    submissionId,
    priority,
    state: initialState(lifecycle),
    teamId,
    messageId,
    authorVerified,
    personal: personal(requesterId, { subject, body }),
  });
}

/** Why this caller may not open it, or whom it names that is not known: then no number need be taken. */
export function unopenable(command: Omit<OpenTicket, 'number'>): Exclude<OpenRefused, TicketExists> | undefined {
  const { by, requesterId, teamId, submissionId, desk } = command;
  const own = by.id === requesterId;
  const forOthers = mayOnTicket(by.permissions, 'open-for', { own: false, team: false });
  // Only the desk says where a request came from and which team has it.
  const allowed = forOthers || (own && teamId === null && submissionId === null);
  const opens = forOthers || mayOnTicket(by.permissions, 'open', { own, team: false });
  if (!allowed || !opens) return { code: 'NOT_PERMITTED' };
  // A caller's own token says that the caller exists.
  if (!own && !desk.persons.has(requesterId)) return { code: 'PERSON_NOT_FOUND', personId: requesterId };
  if (teamId !== null && !desk.teams.has(teamId)) return { code: 'TEAM_NOT_FOUND', teamId };
  return undefined;
}
