import type { intake } from '@ledgerdesk/contracts';
import type { Aggregate, Personal } from '@ledgerdesk/kernel';
import type { Channel } from './channel.ts';

/** A request came in. All that its writer said is sealed under the submission itself: nobody knows yet who it is. */
export interface SubmissionReceived {
  readonly type: 'SubmissionReceived';
  readonly channel: Channel;
  /** Language tag of the text; empty where the channel does not know it. */
  readonly language: string;
  readonly personal: Personal<intake.SubmissionReceivedPersonal>;
}

export type SubmissionEvent = SubmissionReceived;

export type Submission = { readonly kind: 'none' } | { readonly kind: 'received' };

export const submissionAggregate: Aggregate<Submission, SubmissionEvent> = {
  initial: { kind: 'none' },
  evolve(_submission, event) {
    switch (event.type) {
      case 'SubmissionReceived':
        return { kind: 'received' };
    }
  },
};
