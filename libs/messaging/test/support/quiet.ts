import type { FeedLogger } from '../../src/delivery/health.ts';

const nothing = (): void => undefined;

/** For who wants to hear nothing. */
export const quiet: FeedLogger = { error: nothing, warn: nothing, debug: nothing };
