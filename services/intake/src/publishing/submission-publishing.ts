import type { intake } from '@ledgerdesk/contracts';
import { sealedOf } from '@ledgerdesk/event-store';
import type { Publishing } from '@ledgerdesk/messaging';
import type { SubmissionEvent } from '../domain/submission.ts';

/** What the world hears of a submission: that it came, with all that was said closed. */
export const submissionPublishing: Publishing<SubmissionEvent, intake.SubmissionEvent> = {
  SubmissionReceived: ({ channel, language, personal }) => ({
    message: { $case: 'submissionReceived', value: { channel, language, sealed: sealedOf(personal) } },
  }),
};
