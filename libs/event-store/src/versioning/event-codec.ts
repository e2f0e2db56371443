import type { JsonObject, Personal } from '@ledgerdesk/kernel';
import type { RecordedEvent } from '../port/event.ts';
import type { StoredSealedValue } from '../sealing/sealed-value.ts';
import { NewerSchemaVersionError, UnknownEventTypeError, UnwritableEventError } from './errors.ts';
import type { DomainEvent, EventCategory, EventVersions, PersonalMessage } from './event-category.ts';
import { assertTexts, assertWritable } from './writable.ts';

/** An event ready for the ledger but for its sealing. */
export interface PlainEvent {
  readonly type: string;
  readonly schemaVersion: number;
  /** Without personal data. */
  readonly clear: JsonObject;
  /** The protobuf message of what the event says about a person, under its data subject. */
  readonly personal?: { readonly subject: string; readonly plaintext: Uint8Array };
}

/** What of a recorded event the codec reads. */
export type StoredEvent = Pick<RecordedEvent, 'type' | 'schemaVersion' | 'data'>;

/** How the events of one category are written, and read again in their newest version. */
export interface EventCodec<Event> {
  /** @throws UnwritableEventError */
  encode(event: Event): PlainEvent;
  /** The event as the domain folds it, personal data sealed. @throws UnknownEventTypeError, NewerSchemaVersionError */
  decode(stored: StoredEvent): Event;
}

/** A category's events by their common shape; the category itself answers for the rest. */
type AnyEvent = JsonObject & { readonly type: string; readonly personal?: Personal<never> };

/** The codec of a category. */
export function eventCodec<State, Event extends DomainEvent>(category: EventCategory<State, Event>): EventCodec<Event> {
  const versions = new Map(Object.entries<EventVersions>(category.versions));
  const messages = new Map(
    Object.entries(category.personal as unknown as Readonly<Record<string, PersonalMessage<never>>>),
  );
  for (const [type, { current, upcasters }] of versions) {
    if (upcasters.length !== current - 1)
      throw new Error(`${type} of version ${current} has ${upcasters.length} upcasters`);
  }

  const versionsOf = (type: string): EventVersions => {
    const found = versions.get(type);
    if (!found) throw new UnknownEventTypeError(`No event of the category ${category.name}: ${type}`);
    return found;
  };

  return {
    encode(event) {
      const { type, personal, ...clear } = event as unknown as AnyEvent;
      const { current } = versionsOf(type);
      assertWritable(clear, [type]);
      if ('sealed' in clear) throw new UnwritableEventError([type, 'sealed'], 'the name is taken by what is sealed');
      if (!personal) return { type, schemaVersion: current, clear };
      return { type, schemaVersion: current, clear, personal: plaintextOf(type, personal, messages.get(type)) };
    },

    decode({ type, schemaVersion, data }) {
      const { current, upcasters } = versionsOf(type);
      if (schemaVersion > current) {
        throw new NewerSchemaVersionError(`${type} of version ${schemaVersion}: this program knows up to ${current}`);
      }
      const { sealed, ...stored } = data;
      const clear = upcasters.slice(schemaVersion - 1).reduce<JsonObject>((older, upcast) => upcast(older), stored);
      if (!sealed) return { ...clear, type } as unknown as Event;
      const [value] = sealed as unknown as readonly [StoredSealedValue];
      return { ...clear, type, personal: { subject: value.subject, sealed: value } } as unknown as Event;
    },
  };
}

function plaintextOf(
  type: string,
  personal: Personal<never>,
  message: PersonalMessage<never> | undefined,
): NonNullable<PlainEvent['personal']> {
  if (!('plain' in personal)) throw new UnwritableEventError([type, 'personal'], 'sealed already');
  if (!message) throw new UnwritableEventError([type, 'personal'], 'the category names no message for it');
  const { subject, plain } = personal;
  assertWritable(subject, [type, 'personal', 'subject']);
  assertTexts(plain, [type, 'personal']);
  return { subject, plaintext: message.encode(plain).finish() };
}
