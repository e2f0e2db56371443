import type { EventStore } from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure, Round } from './figure.ts';
import { appending } from './support/append-figure.ts';
import { withLedger } from './support/bench-ledger.ts';
import { quantile, times } from './support/in-flight.ts';
import { TicketLife } from './support/ticket-life.ts';

const ROUNDS = 5;
/** Half of the flood comes event by event, as from a robot; half in large appends, as from an import. */
const SINGLES = 50_000;
const HUNDREDS = 500;
const SINGLES_IN_FLIGHT = 64;
const HUNDREDS_IN_FLIGHT = 8;
const ALONE_MS = 5000;
const PAUSE_MS = 2;

export const figure: Figure = {
  name: 'neighbour-latency',
  unit: 'ms p99',
  reference: 'the same single commands of the same tenant while nobody else appends',
  referenceUnit: 'ms p99',
  bound: 'atMost',
  limit: 4,
  rounds: () =>
    withLedger(async ({ store, postgres }) => {
      const neighbour = appending(store, new TicketLife(1, undefined, newId('tnt')));
      await latencies(neighbour, flood(store));
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        // A server that has run for a while uses its old log files again; the first ones are filled with zeros, 10 ms each.
        await postgres.query('CHECKPOINT');
        const alone = await latencies(neighbour, sleep(ALONE_MS));
        const crowded = await latencies(neighbour, flood(store));
        rounds.push({ reference: quantile(alone, 0.99), value: quantile(crowded, 0.99) });
      }
      return rounds;
    }),
};

/** One tenant appends 100,000 events. */
async function flood(store: EventStore): Promise<void> {
  const tenant = newId('tnt');
  const writers = (count: number, events: number) =>
    Array.from({ length: count }, () => appending(store, new TicketLife(events, undefined, tenant)));
  await Promise.all([times(SINGLES, writers(SINGLES_IN_FLIGHT, 1)), times(HUNDREDS, writers(HUNDREDS_IN_FLIGHT, 100))]);
}

/** How long each command took, one at a time with a short pause between, until something else has ended. */
async function latencies(command: () => Promise<void>, until: Promise<unknown>): Promise<readonly number[]> {
  let ended = false;
  const end = until.finally(() => (ended = true));
  const taken: number[] = [];
  while (!ended) {
    const begin = performance.now();
    await command();
    taken.push(performance.now() - begin);
    await sleep(PAUSE_MS);
  }
  await end;
  return taken;
}
