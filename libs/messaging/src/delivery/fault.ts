import { SupersededConsumerError } from '../consumer/errors.ts';
import { ForeignCheckpointError, LostRecordsError } from './errors.ts';

/** What was thrown, in words: not all that is thrown is an Error. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether the same would be met again, however often it is tried. */
export const isForGood = (
  error: unknown,
): error is ForeignCheckpointError | LostRecordsError | SupersededConsumerError =>
  error instanceof ForeignCheckpointError ||
  error instanceof LostRecordsError ||
  error instanceof SupersededConsumerError;

const LONGEST_REASON = 2000;

/** A reason as PostgreSQL can store it, whatever it quotes. */
export const storable = (reason: string): string => reason.slice(0, LONGEST_REASON).replaceAll('\0', '\ufffd');
