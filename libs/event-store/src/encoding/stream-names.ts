import { InvalidAppendError } from '../port/errors.ts';
import { parseStreamName, streamName, type StreamId } from '../port/stream.ts';
import { MAX_STREAM_NAME } from './limits.ts';

/** What no store can hold as a stream's name is refused before it is sent. @throws InvalidAppendError */
export function validateStream(stream: StreamId): void {
  const name = streamName(stream);
  try {
    parseStreamName(name);
  } catch (error) {
    throw new InvalidAppendError((error as Error).message, { cause: error });
  }
  // Control characters: PostgreSQL holds no NUL, and the rest serve no name.
  if (name.length > MAX_STREAM_NAME || !name.isWellFormed() || /\p{Cc}/u.test(name)) {
    throw new InvalidAppendError(`Not a stream's name: ${JSON.stringify(name.slice(0, MAX_STREAM_NAME))}`);
  }
}

/** Whether a stream of that name can exist: of one that cannot, a reader is told that there is nothing in it. */
export function canExist(stream: StreamId): boolean {
  try {
    validateStream(stream);
    return true;
  } catch {
    return false;
  }
}
