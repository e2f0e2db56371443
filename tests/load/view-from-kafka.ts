import { cursorOf, placeOf, type EventStore } from '@ledgerdesk/event-store';
import { KafkaFeed } from '@ledgerdesk/messaging';
import type { AwaitedPlace } from '@ledgerdesk/read-models';
import { pino } from 'pino';
import type { Figure, Round } from './figure.ts';
import { fetched } from './support/bare-kafka.ts';
import { EVENTS, withKafka, type KafkaBench } from './support/kafka-bench.ts';
import { withTicketBoard } from './support/ticket-board.ts';

const ROUNDS = 3;
const LONGEST_MS = 600_000;
/** Among so many there are some of each partition. */
const LAST_EVENTS = 4_000;

export const figure: Figure = {
  name: 'view-from-kafka',
  unit: 'events/s',
  reference: 'kafkajs consuming the same topic and doing nothing',
  referenceUnit: 'records/s',
  bound: 'atLeast',
  limit: 0.15,
  rounds: () =>
    withKafka(async (bench) => {
      const generation = await bench.newGeneration();
      await bench.relayTo(generation);
      const shelf = { brokers: bench.connection.brokers, generation };
      await fetched(shelf, EVENTS);
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        rounds.push({ reference: await fetched(shelf, EVENTS), value: await filled(bench, generation) });
      }
      return rounds;
    }),
};

/** Fills the board from the topic's beginning. Answers events a second, joining the group included. */
const filled = ({ ledger, keyRing, connection }: KafkaBench, generation: string): Promise<number> =>
  withTicketBoard(ledger, keyRing, async (views) => {
    const { store: eventStore } = ledger;
    const feed = new KafkaFeed({ connection, generation, eventStore, logger: pino({ level: 'warn' }) });
    for (const consumer of views.consumers) feed.subscribe(consumer);
    const ends = await lastPlaces(eventStore);
    const begin = performance.now();
    await feed.start();
    const { reached } = await views.atLeast(ends, LONGEST_MS);
    const seconds = (performance.now() - begin) / 1000;
    await feed.stop();
    if (!reached) throw new Error(`The board was not filled within ${LONGEST_MS / 1000} s.`);
    return EVENTS / seconds;
  });

/** Where the tickets end that were written last: behind them no partition holds anything. */
async function lastPlaces(store: EventStore): Promise<readonly AwaitedPlace[]> {
  const { epoch, position } = placeOf(await store.head());
  const after = cursorOf({ epoch, position: position - BigInt(LAST_EVENTS) });
  const { events } = await store.readAll('everything', after, LAST_EVENTS);
  const ends = events.map(
    ({ stream: { tenant, id }, cursor }) => [id, { topic: 'ticket', tenant, id, cursor }] as const,
  );
  return [...new Map<string, AwaitedPlace>(ends).values()];
}
