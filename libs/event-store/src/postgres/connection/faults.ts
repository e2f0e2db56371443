import {
  BusyError,
  DiskFullError,
  ForbiddenCategoryError,
  ForeignEpochError,
  UnavailableError,
} from '../../port/errors.ts';
import { codeOf, isConnectionFault, isDiskFull } from './connection-fault.ts';

/** Nothing was stored: the lock was not had in time, or the statement was cancelled (PostgreSQL, appendix A). */
const BUSY = new Set(['55P03', '57014', '40001', '40P01']);

/** Whether PostgreSQL gave a statement up for lack of time or turn, by its code. */
export const isBusy = (code: string): boolean => BUSY.has(code);

/** A fault of the database as the port's typed error; anything else as it is. */
export function toTypedError(error: unknown): unknown {
  const code = codeOf(error);
  const { message = '' } = (error ?? {}) as Partial<Error>;
  if (error instanceof UnavailableError || error instanceof BusyError) return error;
  if (isBusy(code)) return new BusyError(`The ledger is busy: ${message}`, { cause: error });
  if (code === '42501') return new ForbiddenCategoryError(message, { cause: error });
  if (code === 'LD001') return new ForeignEpochError(message, { cause: error });
  if (isDiskFull(error)) return new DiskFullError(`The ledger's disk is full: ${message}`, { cause: error });
  if (isConnectionFault(error))
    return new UnavailableError(`The ledger cannot be reached: ${message}`, { cause: error });
  return error;
}
