import { placeOf, streamName, type RecordedEvent } from '@ledgerdesk/event-store';
import { reasonOf } from '../delivery/fault.ts';

/**
 * What stands in the ledger cannot be made a public event: its codec, an upcaster or the publishing map of this program throws.
 * Whoever publishes stands still before it, and goes on with a program that can. The cause is what was thrown.
 */
export class PoisonedEventError extends Error {
  readonly code = 'POISONED_EVENT';
  override readonly name = 'PoisonedEventError';
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly position: bigint;

  constructor(recorded: RecordedEvent, cause: unknown) {
    const { eventId, type, schemaVersion, revision, cursor } = recorded;
    const stream = streamName(recorded.stream);
    const { position } = placeOf(cursor);
    super(
      `The event ${eventId} at ${position} of the ledger (${type} of version ${schemaVersion}, ${revision} of ${stream}) ` +
        `cannot be published by this program: ${reasonOf(cause)}`,
      { cause },
    );
    this.eventId = eventId;
    this.type = type;
    this.stream = stream;
    this.position = position;
  }
}
