import type { KeyRing } from '../port/key-ring.ts';
import type { EventMetadata, NewEvent } from '../port/event.ts';
import { eventIdOf } from '../ids/event-id.ts';
import { sealValue } from '../sealing/seal-value.ts';
import type { DomainEvent } from '../versioning/event-category.ts';
import type { EventCodec } from '../versioning/event-codec.ts';
import { assertWritable } from '../versioning/writable.ts';
import type { CommandContext } from './command.ts';

/** The events of a decision: as they go into the ledger, and as a fold will read them from there. */
export interface Written<Event> {
  readonly stored: readonly [NewEvent, ...NewEvent[]];
  readonly folded: readonly Event[];
}

/** Writes what a decision answered: encoded, its personal data sealed with one question to the key ring. @throws UnwritableEventError */
export async function writeEvents<Event extends DomainEvent>(
  { codec, keyRing }: { readonly codec: EventCodec<Event>; readonly keyRing: Pick<KeyRing, 'keysFor'> },
  context: CommandContext,
  events: readonly [Event, ...Event[]],
): Promise<Written<Event>> {
  const { tenant } = context;
  const metadata = metadataOf(context);
  assertWritable(metadata, ['metadata']);
  const plain = events.map((event) => codec.encode(event));
  const subjects = new Set(plain.flatMap(({ personal }) => personal?.subject ?? []));
  const keys = subjects.size > 0 ? await keyRing.keysFor(tenant, [...subjects]) : undefined;

  const written = plain.map(({ type, schemaVersion, clear, personal }, index) => {
    const eventId = eventIdOf(tenant, context.commandId, index);
    const event = { eventId, type, schemaVersion, metadata };
    if (!personal) return { stored: { ...event, data: clear }, folded: events[index]! };
    const { subject, plaintext } = personal;
    const key = keys?.get(subject);
    if (!key) throw new Error(`The key ring answered no key for a subject of ${type}`);
    const sealed = sealValue(plaintext, [key], { eventId, schemaVersion, subject });
    return {
      stored: { ...event, data: { ...clear, sealed: [{ ...sealed }] } },
      folded: { ...events[index]!, personal: { subject, sealed } },
    };
  });
  return {
    stored: written.map(({ stored }) => stored) as unknown as Written<Event>['stored'],
    folded: written.map(({ folded }) => folded),
  };
}

const metadataOf = (context: CommandContext): EventMetadata => ({
  tenantId: context.tenant,
  commandId: context.commandId,
  ...(context.causationId !== undefined && { causationId: context.causationId }),
  correlationId: context.correlationId,
  actor: context.actor,
  origin: context.origin,
  occurredAt: context.occurredAt,
  ...(context.traceparent !== undefined && { traceparent: context.traceparent }),
});
