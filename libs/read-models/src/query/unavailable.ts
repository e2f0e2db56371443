import { isConnectionFault, UnavailableError } from '@ledgerdesk/event-store';

/** A fault of the connection as the port's error; a fault of the statement as it is. */
export function unavailable(error: unknown): never {
  if (!isConnectionFault(error)) throw error;
  throw new UnavailableError(`The views cannot be read: ${(error as Error).message}`, { cause: error });
}
