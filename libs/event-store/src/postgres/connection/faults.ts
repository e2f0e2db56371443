import { BusyError, ForbiddenCategoryError, ForeignEpochError, UnavailableError } from '../../port/errors.ts';

const codeOf = (error: unknown): string => (error as { code?: unknown } | undefined)?.code?.toString() ?? '';

/** Nothing was stored: the lock was not had in time, or the statement was cancelled (PostgreSQL, appendix A). */
const BUSY = new Set(['55P03', '57014', '40001', '40P01']);

/** The server says itself that it is going, coming or full; a statement it interrupts is rolled back or lost with the connection. */
const AWAY = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '53200', '53100', '25P03', '25P04']);

/** Whether the connection, and not the statement, is at fault: another one may do better. */
export function isConnectionFault(error: unknown): boolean {
  const code = codeOf(error);
  if (code.startsWith('08') || AWAY.has(code)) return true;
  // What PostgreSQL says itself has five characters; sockets (ECONNRESET) and node-postgres speak otherwise.
  return !/^[0-9A-Z]{5}$/.test(code) || code.startsWith('E');
}

/** A fault of the database as the port's typed error; anything else as it is. */
export function toTypedError(error: unknown): unknown {
  const code = codeOf(error);
  const { message } = error as Error;
  if (error instanceof UnavailableError || error instanceof BusyError) return error;
  if (BUSY.has(code)) return new BusyError(`The ledger is busy: ${message}`, { cause: error });
  if (code === '42501') return new ForbiddenCategoryError(message, { cause: error });
  if (code === 'LD001') return new ForeignEpochError(message, { cause: error });
  if (isConnectionFault(error))
    return new UnavailableError(`The ledger cannot be reached: ${message}`, { cause: error });
  return error;
}
