import { topics, type Topic, type TopicMessage } from '@ledgerdesk/contracts';
import { placeOf, type RecordedEvent } from '@ledgerdesk/event-store';
import type { FeedEvent } from '../port/feed-event.ts';
import type { PublishedCategory } from '../port/publishing.ts';
import { PoisonedEventError } from './errors.ts';
import { assertSameBytes } from './same-bytes.ts';

/** Makes feed events of recorded ones, by what all services publish. */
export class FeedMapping {
  private readonly published: ReadonlyMap<string, PublishedCategory>;

  constructor(
    published: readonly PublishedCategory[],
    /** Whether each message is held against its bytes, which costs as much as all the rest. */
    private readonly checked = false,
  ) {
    this.published = new Map(published.map((category) => [category.topic, category]));
    if (this.published.size < published.length) throw new Error('A topic is published twice');
  }

  /** The topic of a recorded event, named by its category; undefined where the category is private. */
  topicOf({ stream: { category } }: RecordedEvent): Topic | undefined {
    return this.published.get(category)?.topic;
  }

  /** @throws PoisonedEventError */
  toFeedEvent(topic: Topic, recorded: RecordedEvent): FeedEvent {
    const { stream, metadata } = recorded;
    const { tenantId: tenant, causationId, correlationId, traceparent, actor, origin, occurredAt: time } = metadata;
    const message = this.messageOf(topic, recorded);
    return {
      topic,
      id: recorded.eventId,
      type: typeOf(topic, message),
      subject: stream.id,
      time,
      tenant,
      sequence: recorded.revision,
      epoch: placeOf(recorded.cursor).epoch,
      ...(causationId !== undefined && { causationId }),
      correlationId,
      ...(traceparent !== undefined && { traceparent }),
      actor,
      origin,
      schemaVersion: recorded.schemaVersion,
      message,
    };
  }

  private messageOf(topic: Topic, recorded: RecordedEvent): TopicMessage<Topic> {
    try {
      const message = this.published.get(topic)!.toMessage(recorded);
      if (this.checked) assertSameBytes(topic, message);
      return message;
    } catch (error) {
      throw new PoisonedEventError(recorded, error);
    }
  }
}

/** `ledgerdesk.tickets.v1.TicketOpened`: of the message, for the private event's name is the service's own affair. */
function typeOf(topic: Topic, { message }: TopicMessage<Topic>): string {
  const name = message?.$case ?? 'bareNotice';
  return `${topics[topic].typePrefix}.${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
