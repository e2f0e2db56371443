import { isConnectionFault, isDiskFull } from '@ledgerdesk/event-store';

/** What the services and the ledger say of themselves while they cannot. */
const PASSING = new Set(['BUSY', 'UNAVAILABLE', 'DEADLINE_EXCEEDED']);

/** Whether any other event would meet the same now: then the source waits. Else the fault is this event's own. */
export const isPassing = (error: unknown): boolean =>
  PASSING.has(String((error as { code?: unknown } | undefined)?.code)) || isConnectionFault(error) || isDiskFull(error);
