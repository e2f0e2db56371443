import type { Topic, TopicMessage } from '@ledgerdesk/contracts';
import { eventCodec, type DomainEvent, type EventCategory } from '@ledgerdesk/event-store';
import type { Publish, PublishedCategory, Publishing } from '../port/publishing.ts';

const BARE_NOTICE = { message: { $case: 'bareNotice', value: {} } } as const;

/** A category as its topic shows it: each recorded event, upcast to its newest version, through the publishing map. */
export function publishCategory<T extends Topic, State, Event extends DomainEvent>(
  topic: T,
  category: EventCategory<State, Event>,
  publishing: Publishing<Event, TopicMessage<T>>,
): PublishedCategory<T> {
  const codec = eventCodec(category);
  return {
    topic,
    toMessage: (recorded) => {
      const event = codec.decode(recorded);
      const publish = publishing[event.type as Event['type']] as Publish<Event, TopicMessage<T>>;
      return publish === 'bare notice' ? (BARE_NOTICE as TopicMessage<T>) : publish(event, recorded);
    },
  };
}
