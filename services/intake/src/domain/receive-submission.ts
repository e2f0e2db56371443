import { accept, personal, type Outcome, type SubmissionId } from '@ledgerdesk/kernel';
import type { Channel } from './channel.ts';
import type { Request } from './request.ts';
import type { Submission, SubmissionReceived } from './submission.ts';

export interface ReceiveSubmission {
  readonly submissionId: SubmissionId;
  readonly channel: Channel;
  readonly language: string;
  readonly request: Request;
}

/** Whoever asks is heard: what is asked is kept before anybody looks at it. */
export function receiveSubmission(
  { submissionId, channel, language, request }: ReceiveSubmission,
  submission: Submission,
): Outcome<SubmissionReceived, never> {
  if (submission.kind !== 'none') throw new Error(`Submission ${submissionId} is received under an id of its own`);
  const { name, mail, subject, body } = request;
  return accept({
    type: 'SubmissionReceived',
    channel,
    language,
    personal: personal(submissionId, { name, mail, subject, bodyFormat: 'text', body }),
  });
}
