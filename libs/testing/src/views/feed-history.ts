import { topics, type common, type Topic, type TopicMessage } from '@ledgerdesk/contracts';
import { eventIdOf, openValue, sealValue, toMessageValue, type SubjectKey } from '@ledgerdesk/event-store';
import type { Actor, Instant, TenantId } from '@ledgerdesk/kernel';
import type { FeedEvent } from '@ledgerdesk/messaging';
import type { OpenedEvent } from '@ledgerdesk/read-models';
import { randomBytes } from 'node:crypto';
import { SOME_TIME } from '../spec/given.ts';

type Message<T extends Topic> = NonNullable<TopicMessage<T>['message']>;

/** What a person said in an event: the plaintext of its sealed value. */
export interface Said {
  readonly subject: string;
  /** `<EventType>Personal.encode(…).finish()`. */
  readonly plaintext: Uint8Array;
}

/** What a spec may say of an event beside its message. */
export interface EventFacts {
  readonly at?: Instant;
  readonly by?: Actor;
  readonly origin?: 'live' | 'import';
  /** Sealed into the message, which leaves `sealed` undefined. */
  readonly said?: Said;
}

export const SOME_TENANT: TenantId = 'tnt_01h455vb4pex5vsknk084sn02t';
const SOMEBODY: Actor = { kind: 'person', id: 'psn_01h455vb4pex5vsknk084sn02q', via: 'graphql' };
const SCHEMA_VERSION = 1;

/** What has come on the feed, for specs of views: aggregates say something, in the order of the spec's lines. */
export class FeedHistory {
  readonly events: FeedEvent[] = [];
  private readonly keys = new Map<string, SubjectKey>();

  constructor(private readonly tenant: TenantId = SOME_TENANT) {}

  /** An aggregate, whose events are counted from 0. */
  aggregate<T extends Topic>(topic: T, id: string, tenant: TenantId = this.tenant): SpeakingAggregate<T> {
    let sequence = 0;
    return {
      says: (message, facts = {}) => {
        const event = this.eventOf({ topic, id, tenant, sequence }, message, facts);
        sequence += 1;
        this.events.push(event);
        return event;
      },
    };
  }

  /** The keys of whoever said something. */
  get keyRing(): { find(tenant: TenantId, keyIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> } {
    return { find: (_tenant, keyIds) => Promise.resolve(this.find(keyIds)) };
  }

  /** Whoever said something, and was not forgotten. */
  get subjects(): readonly string[] {
    return [...this.keys.keys()];
  }

  /** Erases a subject's key for ever. */
  erase(subject: string): void {
    this.keys.delete(subject);
  }

  /** An event as a view's fold gets it. */
  opened(event: FeedEvent): OpenedEvent {
    const { sealed } = (event.message.message?.value ?? {}) as { readonly sealed?: common.SealedValue };
    const { id: eventId, schemaVersion } = event;
    return {
      ...event,
      opened: {
        get: (subject) =>
          sealed?.subject === subject
            ? openValue({ eventId, schemaVersion, sealed }, this.find(sealed.keyIds))
            : undefined,
      },
    };
  }

  private eventOf<T extends Topic>(
    { topic, id, tenant, sequence }: { topic: T; id: string; tenant: TenantId; sequence: number },
    { $case, value }: Message<T>,
    { at = SOME_TIME, by = SOMEBODY, origin = 'live', said }: EventFacts,
  ): FeedEvent<T> {
    const eventId = eventIdOf(tenant, `${topic}/${id}`, sequence);
    const sealed = said && this.seal(eventId, said);
    return {
      topic,
      id: eventId,
      type: `${topics[topic].typePrefix}.${$case.charAt(0).toUpperCase()}${$case.slice(1)}`,
      subject: id,
      time: at,
      tenant,
      sequence,
      epoch: 'history',
      correlationId: eventId,
      actor: by,
      origin,
      schemaVersion: SCHEMA_VERSION,
      message: { message: { $case, value: sealed ? { ...value, sealed } : value } } as unknown as TopicMessage<T>,
    };
  }

  private seal(eventId: string, { subject, plaintext }: Said): common.SealedValue {
    const key = this.keys.get(subject) ?? { keyId: `key of ${subject}`, key: randomBytes(32) };
    this.keys.set(subject, key);
    return toMessageValue(sealValue(plaintext, [key], { eventId, schemaVersion: SCHEMA_VERSION, subject }));
  }

  private find(keyIds: readonly string[]): ReadonlyMap<string, Uint8Array> {
    return new Map(
      [...this.keys.values()].filter(({ keyId }) => keyIds.includes(keyId)).map(({ keyId, key }) => [keyId, key]),
    );
  }
}

/** An aggregate of a history, as the feed hears it. */
export interface SpeakingAggregate<T extends Topic> {
  says(message: Message<T>, facts?: EventFacts): FeedEvent<T>;
}
