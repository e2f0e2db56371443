const TOLD = 10;

/** A few of many say as much. */
export const aFew = (found: readonly string[]): readonly string[] =>
  found.length <= TOLD ? found : [...found.slice(0, TOLD), `and ${found.length - TOLD} more`];
