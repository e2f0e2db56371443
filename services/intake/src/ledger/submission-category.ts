import { intake } from '@ledgerdesk/contracts';
import { firstVersion, type EventCategory } from '@ledgerdesk/event-store';
import { submissionAggregate, type Submission, type SubmissionEvent } from '../domain/submission.ts';

/** How submissions stand in the ledger: the versions of their events, and the plaintexts of what is sealed. */
export const submissionCategory: EventCategory<Submission, SubmissionEvent> = {
  name: 'submission',
  aggregate: submissionAggregate,
  versions: { SubmissionReceived: firstVersion },
  personal: { SubmissionReceived: intake.SubmissionReceivedPersonal },
};
