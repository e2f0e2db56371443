import { AsyncLocalStorage } from 'node:async_hooks';

/** What every line about a request carries; none of it is personal. */
export interface LogContext {
  readonly tenant?: string;
  readonly correlationId?: string;
  readonly traceId?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Lets all that is logged in the course of the work carry these, and what is noted meanwhile. */
export const inLogContext = <Result>(known: LogContext, work: () => Result): Result => storage.run({ ...known }, work);

/** What becomes known of the request at work: who asks is found out later than that somebody does. */
export function noteInLog(known: LogContext): void {
  const context = storage.getStore();
  if (context) Object.assign(context, known);
}

/** A copy, for the log to write into. */
export const logContext = (): LogContext => ({ ...storage.getStore() });
