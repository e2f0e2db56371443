const nothing = (): void => undefined;

/** For who wants to hear nothing. */
export const quiet = { error: nothing, warn: nothing, debug: nothing };
