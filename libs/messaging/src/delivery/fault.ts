import { SupersededConsumerError } from '../consumer/errors.ts';
import { ForeignCheckpointError } from './errors.ts';

/** What was thrown, in words: not all that is thrown is an Error. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether the same would be met again, however often it is tried. */
export const isForGood = (error: unknown): error is ForeignCheckpointError | SupersededConsumerError =>
  error instanceof ForeignCheckpointError || error instanceof SupersededConsumerError;
