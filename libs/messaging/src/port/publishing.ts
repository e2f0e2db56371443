import type { Topic, TopicMessage } from '@ledgerdesk/contracts';
import type { RecordedEvent } from '@ledgerdesk/event-store';

/** A private event's public message, or that it is nobody's business. */
export type Publish<Event, Message> = ((event: Event, recorded: RecordedEvent) => Message) | 'bare notice';

/** A service's events as the world sees them: a total map, so that forgetting one does not compile. */
export type Publishing<Event extends { readonly type: string }, Message> = {
  readonly [Type in Event['type']]: Publish<Extract<Event, { readonly type: Type }>, Message>;
};

/** What a service publishes of one category: the events, upcast to their newest version, by the publishing map. */
export interface PublishedCategory<T extends Topic = Topic> {
  readonly topic: T;
  /** The message of a recorded event, its sealed value passed closed. */
  readonly toMessage: (recorded: RecordedEvent) => TopicMessage<T>;
}
