import { topics, type Topic, type TopicMessage } from '@ledgerdesk/contracts';
import {
  eventCodec,
  openValue,
  type DomainEvent,
  type EventCategory,
  type PersonalMessage,
} from '@ledgerdesk/event-store';
import type { SealedPersonal } from '@ledgerdesk/kernel';
import type { PublishedCategory } from '@ledgerdesk/messaging';
import { leafHashOf, recordedOf, sealedIn, type GoldenSample } from './golden-sample.ts';
import { samplesOf, sealingKey } from './kept-samples.ts';
import { missingSamples } from './missing-samples.ts';

/** A category, and its topic where it has one. */
export interface GoldenCategory<T extends Topic, State, Event extends DomainEvent> {
  readonly category: EventCategory<State, Event>;
  readonly published?: PublishedCategory<T>;
}

/**
 * Holds a category to what it has ever written, kept in `contracts/samples`: each sample reads as it did, sealed and erased,
 * and is still published.
 */
export function goldenSamples<T extends Topic, State, Event extends DomainEvent>(
  golden: GoldenCategory<T, State, Event>,
): void {
  const { category, published } = golden;
  const samples = samplesOf(category.name);
  const named = samples.map((sample) => ({
    sample,
    version: `${sample.stored.type} of version ${sample.stored.schemaVersion}`,
  }));

  describe(`What the ledger holds of the category ${category.name}`, () => {
    it('is kept as a sample of every version of every event ever written', () => {
      expect(missingSamples(category.versions, samples)).toEqual([]);
    });

    it.each(named)('hashes as it did: $version', ({ sample }) => {
      expect(leafHashOf(sample)).toBe(sample.stored.leafHash);
    });

    it.each(named)('reads as the newest version: $version', ({ sample }) => {
      expect(withoutSealed(eventCodec(category).decode(recordedOf(sample)))).toEqual(sample.event);
    });

    const sealed = named.filter(({ sample }) => sealedIn(sample).length > 0);
    if (sealed.length > 0) describeSealed(category, sealed);
    if (published) describePublished(published, named);
  });
}

type Named = readonly { readonly sample: GoldenSample; readonly version: string }[];

function describeSealed<State, Event extends DomainEvent>(category: EventCategory<State, Event>, named: Named): void {
  const key = new Map([[sealingKey.keyId, sealingKey.key]]);
  const opened = (sample: GoldenSample, keys: ReadonlyMap<string, Uint8Array>) =>
    sealedIn(sample).map((sealed) => openValue({ ...recordedOf(sample), sealed }, keys));

  it.each(named)('opens with its key, and says of a person what it said: $version', ({ sample }) => {
    const messages = category.personal as Readonly<Record<string, PersonalMessage<unknown>>>;
    const [plain] = opened(sample, key);
    // A field that was added later is there too, empty.
    expect(messages[sample.stored.type]!.decode(plain as Uint8Array)).toMatchObject(sample.personal!);
  });

  it.each(named)('is erased without its key, and what is not personal still reads: $version', ({ sample }) => {
    expect(opened(sample, new Map())).toEqual(['erased']);
    expect(withoutSealed(eventCodec(category).decode(recordedOf(sample)))).toEqual(sample.event);
  });
}

function describePublished<T extends Topic>({ topic, toMessage }: PublishedCategory<T>, named: Named): void {
  const codec = topics[topic].message as unknown as Codec<TopicMessage<T>>;
  const jsonOf = (bytes: Uint8Array): unknown => codec.toJSON(codec.decode(bytes));

  it.each(named)('was published in bytes that still say what they said: $version', ({ sample }) => {
    expect(jsonOf(Buffer.from(sample.message!.bytes, 'base64'))).toMatchObject(sample.message!.json);
  });

  it.each(named)('is published today with nothing less than then: $version', ({ sample }) => {
    const bytes = codec.encode(toMessage(recordedOf(sample))).finish();
    expect(jsonOf(bytes)).toMatchObject(sample.message!.json);
  });
}

/** What ts-proto makes of a message. */
interface Codec<Message> {
  encode(message: Message): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
  toJSON(message: Message): unknown;
}

function withoutSealed({ personal, ...event }: DomainEvent): object {
  return personal ? { ...event, personal: { subject: (personal as SealedPersonal).subject } } : event;
}
