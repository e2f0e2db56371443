/** A program that is stopped while it holds what others need is put out by the server. */
export const BEGIN_SWAP = `BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL transaction_timeout = '10s'`;

/** Who waits for a reader makes all that come later wait behind him. */
export const AMONG_READERS = `SET LOCAL lock_timeout = '300ms'`;

/** `lock_not_available` (PostgreSQL, appendix A). */
const LOCKED = '55P03';

/** Whether somebody was at what is swapped for longer than was waited: it can be tried again. */
export const isBusy = (error: unknown): boolean => (error as { readonly code?: unknown }).code === LOCKED;
