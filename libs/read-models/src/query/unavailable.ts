import { DiskFullError, isConnectionFault, isDiskFull, UnavailableError } from '@ledgerdesk/event-store';

/** The server gave the statement up because it took too long (PostgreSQL, appendix A). */
const CANCELLED = '57014';

/** A fault of the connection, or an answer that did not come in time, as the port's error; a fault of the statement as it is. */
export function unavailable(error: unknown): never {
  if (isDiskFull(error)) throw new DiskFullError('The disk of the views is full', { cause: error });
  const late = (error as { code?: unknown }).code === CANCELLED;
  if (!late && !isConnectionFault(error)) throw error;
  throw new UnavailableError(`The views cannot be read: ${(error as Error).message}`, { cause: error });
}
