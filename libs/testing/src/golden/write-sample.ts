import { topics, type Topic } from '@ledgerdesk/contracts';
import {
  createCommandHandler,
  InMemoryEventStore,
  InMemoryKeyRing,
  streamName,
  type DomainEvent,
  type EventCategory,
  type KeyRing,
  type RecordedEvent,
  type StreamId,
} from '@ledgerdesk/event-store';
import { accept, type Instant } from '@ledgerdesk/kernel';
import type { PublishedCategory } from '@ledgerdesk/messaging';
import type { GoldenSample } from './golden-sample.ts';
import { sealingKey } from './kept-samples.ts';

/** What a sample is written of: an event as a decision answers it, its stream and its command. */
export interface SampleWish<Event> {
  readonly stream: StreamId;
  readonly event: Event;
  readonly commandId: string;
  readonly at: Instant;
}

/** The key of all samples, for every subject: it guards nothing. */
const keys = Object.assign(new InMemoryKeyRing(), {
  keysFor: (_: unknown, subjects: readonly string[]) =>
    Promise.resolve(new Map(subjects.map((subject) => [subject, sealingKey]))),
} satisfies Partial<KeyRing>);

/** Writes a sample through the ledger as it is today. Printed once and committed; then it stays as it is. */
export async function goldenSampleOf<T extends Topic, State, Event extends DomainEvent>(
  category: EventCategory<State, Event>,
  { stream, event, commandId, at }: SampleWish<Event>,
  published?: PublishedCategory<T>,
): Promise<GoldenSample> {
  const eventStore = new InMemoryEventStore({ now: () => at });
  const unjudged = { ...category, aggregate: { initial: category.aggregate.initial, evolve: (state: State) => state } };
  const context = {
    tenant: stream.tenant,
    commandId,
    derived: false,
    correlationId: commandId,
    actor: { kind: 'person', id: 'psn_01h455vb4pex5vsknk084sn02a', via: 'graphql' },
    origin: 'live',
    occurredAt: at,
    body: null,
  } as const;
  await createCommandHandler(unjudged, { eventStore, keyRing: keys }).handle(stream.id, context, () => accept(event));
  const { events } = await eventStore.readAll('everything', 'start', 1);
  return sampleOf(event, events[0]!, published);
}

function sampleOf<T extends Topic>(
  { personal, ...event }: DomainEvent,
  recorded: RecordedEvent,
  published?: PublishedCategory<T>,
): GoldenSample {
  const { eventId, type, schemaVersion, recordedAt, dataText: data, metadataText: metadata } = recorded;
  const leafHash = Buffer.from(recorded.leafHash).toString('hex');
  return {
    stored: { stream: streamName(recorded.stream), eventId, type, schemaVersion, recordedAt, data, metadata, leafHash },
    event: personal ? { ...event, personal: { subject: personal.subject } } : event,
    ...(personal && { personal: (personal as { readonly plain: object }).plain }),
    ...(published && { message: messageOf(published, recorded) }),
  };
}

function messageOf<T extends Topic>({ topic, toMessage }: PublishedCategory<T>, recorded: RecordedEvent) {
  const { message } = topics[topic];
  const bytes = message.encode(toMessage(recorded) as never).finish();
  return {
    bytes: Buffer.from(bytes).toString('base64'),
    json: message.toJSON(message.decode(bytes) as never) as object,
  };
}
