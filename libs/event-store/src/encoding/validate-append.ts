import { isUuid } from '@ledgerdesk/kernel';
import { InvalidAppendError, TooLargeError } from '../port/errors.ts';
import type { CommandMemo, ExpectedRevision } from '../port/event-store.ts';
import type { NewEvent } from '../port/event.ts';
import type { StreamId } from '../port/stream.ts';
import { MAX_APPEND_EVENTS } from './limits.ts';
import { validateStream } from './stream-names.ts';

/** What one call of `append` wants. */
export interface WantedAppend {
  readonly stream: StreamId;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  readonly command: CommandMemo;
}

const TYPE = /^[A-Za-z][A-Za-z0-9]{0,99}$/;
const DIGEST_BYTES = 32;

/** What no store can hold is refused before it is sent. @throws InvalidAppendError, TooLargeError */
export function validateAppend({ stream, expected, events, command }: WantedAppend): void {
  validateStream(stream);
  if (typeof expected === 'number' && !(Number.isSafeInteger(expected) && expected >= 0)) {
    throw new InvalidAppendError(`Not a revision: ${expected}`);
  }
  if (!isUuid(command.commandId)) throw new InvalidAppendError('The command id is not a UUID.');
  if (command.digest && command.digest.length !== DIGEST_BYTES) throw new InvalidAppendError('A digest has 32 bytes.');
  if (events.length === 0) throw new InvalidAppendError('An append holds at least one event.');
  if (events.length > MAX_APPEND_EVENTS) {
    throw new TooLargeError(`An append of ${events.length} events; at most ${MAX_APPEND_EVENTS} are taken.`);
  }
  for (const event of events) validateEvent(stream, event);
}

function validateEvent({ tenant }: StreamId, { eventId, type, schemaVersion, metadata }: NewEvent): void {
  if (!isUuid(eventId)) throw new InvalidAppendError('The event id is not a UUID.');
  if (!TYPE.test(type)) throw new InvalidAppendError(`Not a type of event: ${JSON.stringify(type)}`);
  if (!(Number.isSafeInteger(schemaVersion) && schemaVersion > 0 && schemaVersion < 2 ** 31)) {
    throw new InvalidAppendError(`Not a schema version: ${schemaVersion}`);
  }
  if (metadata.tenantId !== tenant) throw new InvalidAppendError('The event is of another tenant than its stream.');
}
