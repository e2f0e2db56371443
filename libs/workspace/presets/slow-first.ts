import type { Test } from '@jest/test-result';
import sequencer from '@jest/test-sequencer';
import { statSync } from 'node:fs';

// Its types tell of its CommonJS form; what is loaded here is the other.
const Sequencer = sequencer as unknown as typeof sequencer.default;

/** What starts whole programs, then what starts a component, then the rest; the longest files of each first. */
const SLOWNESS = [/\.e2e\.spec\.ts$/, /\.int\.spec\.ts$/];

const rank = ({ path }: Test): number => {
  const found = SLOWNESS.findIndex((slow) => slow.test(path));
  return found === -1 ? SLOWNESS.length : found;
};

/** Starts the slowest files first, so that no worker is left with one of them at the end. */
export default class SlowFirst extends Sequencer {
  override sort(tests: Test[]): Test[] {
    const size = new Map(tests.map((test) => [test, statSync(test.path).size]));
    return tests.toSorted((a, b) => rank(a) - rank(b) || size.get(b)! - size.get(a)!);
  }
}
