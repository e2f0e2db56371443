import type { Topic, TopicMessage } from '@ledgerdesk/contracts';
import type { FeedEvent } from '../port/feed-event.ts';

type MessageOf<T extends Topic> = NonNullable<TopicMessage<T>['message']>;

/** What the events of a topic can say: `submissionReceived`. */
export type CaseOf<T extends Topic> = MessageOf<T>['$case'];

/** An event of which it is known what it says. */
export interface HeardEvent<T extends Topic, Case extends CaseOf<T>> extends Omit<FeedEvent<T>, 'message'> {
  readonly message: { readonly message: Extract<MessageOf<T>, { readonly $case: Case }> };
}
