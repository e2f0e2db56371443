import { accept, reject, type Outcome, type SubmissionId } from '@ledgerdesk/kernel';
import type { SubmissionRefused } from './events.ts';
import type { TicketExists } from './refusals.ts';
import type { Ticket } from './ticket.ts';

export interface RefuseSubmission {
  readonly submissionId: SubmissionId;
  /** Of the refusal that its ticket, or its writer, met. */
  readonly code: string;
}

/** No ticket comes of a submission: kept where its ticket would stand, so that nobody waits for it in vain. */
export function refuseSubmission(
  { submissionId, code }: RefuseSubmission,
  ticket: Ticket,
): Outcome<SubmissionRefused, TicketExists> {
  return ticket.kind === 'none'
    ? accept({ type: 'SubmissionRefused', submissionId, code })
    : reject({ code: 'TICKET_EXISTS' });
}
