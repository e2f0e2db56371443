import {
  AccessDeniedError,
  CancelledError,
  convertToCommandError,
  DeadlineExceededError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  TimeoutError,
  UnavailableError as ServerUnavailableError,
} from '@eventstore/db-client';
import { BusyError, ForbiddenCategoryError, TooLargeError, UnavailableError } from '../../port/errors.ts';

/** The server answers these as unavailable and has done nothing (`NotHandled` of its protocol). */
const BUSY = /too busy/i;

/** What the client and its transport say in words alone: a channel or a call that was closed, a cluster of which nobody answers. */
const AWAY = /channel has been shut down|failed to discover|RST_STREAM|cancelled on client/i;

/** A fault of KurrentDB as the port's typed error; anything else as it is. */
export function toTypedError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const fault = convertToCommandError(error);
  const { message } = fault;
  if (fault instanceof ServerUnavailableError && BUSY.test(message)) {
    return new BusyError(`The ledger is busy: ${message}`, { cause: error });
  }
  if (fault instanceof AccessDeniedError) return new ForbiddenCategoryError(message, { cause: error });
  if (fault instanceof MaxAppendSizeExceededError) {
    return new TooLargeError(`The server takes at most ${fault.maxAppendSize} bytes an append.`, { cause: error });
  }
  if (isAway(fault)) return new UnavailableError(`The ledger cannot be reached: ${message}`, { cause: error });
  return fault;
}

const isAway = (fault: Error): boolean =>
  [ServerUnavailableError, CancelledError, NotLeaderError, DeadlineExceededError, TimeoutError].some(
    (kind) => fault instanceof kind,
  ) || AWAY.test(fault.message);
