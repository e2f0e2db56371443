import type { Ended } from './standalone-process.ts';

/** Of Node, as it would frighten somebody who only wanted to start the program. */
export const STACK_TRACE = /^\s+at .+:\d+/m;

/** It ended, said this, and spared the reader what only its makers can read. */
export function expectPlainWords({ code, printed }: Ended, ...words: readonly (string | RegExp)[]): void {
  for (const word of words) expect(printed).toMatch(word);
  expect(printed).not.toMatch(STACK_TRACE);
  expect(code).toBe(1);
}
