import type { EventStore } from '@ledgerdesk/event-store';
import { appendedAsOneFact } from './appended-as-one-fact.ts';
import { byteForByte } from './byte-for-byte.ts';
import { byTime } from './by-time.ts';
import { closing } from './closing.ts';
import { concurrentWriters } from './concurrent-writers.ts';
import { cursors } from './cursors.ts';
import { expectedRevision } from './expected-revision.ts';
import { filters } from './filters.ts';
import { limits } from './limits.ts';
import { malformedAppends } from './malformed-appends.ts';
import { model } from './model.ts';
import { readingStreams } from './reading-streams.ts';
import { repeatedCommands } from './repeated-commands.ts';
import { Situation } from './situation.ts';
import { subscriptions } from './subscriptions.ts';
import { subscriptionsEnd } from './subscriptions-end.ts';

/** A theme of the suite: declares its specs on the situation that each of them starts from. */
export type Theme = (situation: Situation) => void;

const THEMES: readonly Theme[] = [
  expectedRevision,
  repeatedCommands,
  appendedAsOneFact,
  readingStreams,
  filters,
  cursors,
  byTime,
  limits,
  byteForByte,
  malformedAppends,
  subscriptions,
  subscriptionsEnd,
  concurrentWriters,
  model,
  closing,
];

/**
 * What every event store promises. `make` answers stores over the same ledger, each as another process would open it, with
 * rights on the suite's `CATEGORIES` and to read everything. It need not be empty: each spec works in a tenant of its own,
 * after the place where the ledger stood when it began. Nobody else may write to it meanwhile.
 */
export function eventStoreConformance(name: string, make: () => Promise<() => EventStore>): void {
  describe(`The event store ${name}`, () => {
    const situation = new Situation();
    let another: () => EventStore;

    beforeAll(async () => void (another = await make()));
    beforeEach(() => situation.begin(another));
    afterEach(() => situation.end());

    for (const theme of THEMES) theme(situation);
  });
}
