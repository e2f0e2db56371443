import { isConnectionFault, isDiskFull } from '@ledgerdesk/event-store';

const PASSING = new Set([
  // What the services and the ledger say of themselves while they cannot.
  ...['BUSY', 'UNAVAILABLE', 'DEADLINE_EXCEEDED'],
  // Of this service's own token, which is the same for every event: its newest key is not known there yet, or a clock is off.
  'UNAUTHENTICATED',
  // Serialization failure, deadlock (PostgreSQL, appendix A): two transactions met, and one gave way.
  ...['40001', '40P01'],
]);

/** Others keep changing the same stream: here, and as it comes from another service. */
const CONTENDED = new Set(['CONFLICT_EXHAUSTED', 'ABORTED']);

interface Told {
  readonly code?: unknown;
  /** As an `RpcError` has it; a `ProblemError` has it in its problem. */
  readonly retryable?: unknown;
  readonly problem?: { readonly retryable?: unknown };
}

/**
 * Whether any other event would meet the same now: then the source waits, with all its events, for as long as it lasts. Else
 * the fault is taken for this event's own and its aggregate is parked, which costs a detour and holds up nobody (decision 0014).
 * In doubt it is the event's own. So a method that a callee does not offer (UNIMPLEMENTED) parks, also while the callee is only
 * yet to be upgraded: if it never is, events that do not need it must go on. So does a statement that was cancelled for its
 * length (57014), which may be this event's for ever, and a stream that others keep changing, perhaps another tenant's.
 */
export function isPassing(error: unknown): boolean {
  const { code, retryable, problem } = (error ?? {}) as Told;
  if (PASSING.has(String(code)) || isConnectionFault(error) || isDiskFull(error)) return true;
  return (retryable ?? problem?.retryable) === true && !CONTENDED.has(String(code));
}
