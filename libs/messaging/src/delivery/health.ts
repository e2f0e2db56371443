import type { Logger } from 'pino';

/** How one consumer is doing. */
export interface ConsumerHealth {
  readonly consumer: string;
  /** Up to where it has taken the ledger; absent before it has taken anything. */
  readonly position?: bigint;
  /** Why its last batch failed; absent while all goes well. */
  readonly fault?: string;
  /** It takes nothing more, of some source at least, before somebody has done what the fault says. */
  readonly stopped: boolean;
  /** How much from the future was passed over since the start; absent where nothing was. */
  readonly passedOver?: number;
}

export type FeedLogger = Pick<Logger, 'error' | 'warn' | 'debug'>;
