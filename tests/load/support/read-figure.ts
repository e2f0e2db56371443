import {
  openValues,
  type Cursor,
  type EventStore,
  type RecordedEvent,
  type StoredSealedValue,
} from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import type { Figure, Round } from '../figure.ts';
import { appending } from './append-figure.ts';
import { withLedger } from './bench-ledger.ts';
import { times } from './in-flight.ts';
import { sealed, subjectKey } from './personal-part.ts';
import { PAGE, rawRead } from './raw-read.ts';
import { TicketLife } from './ticket-life.ts';

const ROUNDS = 5;
const EVENTS = 200_000;
const EVENTS_PER_COMMAND = 100;
const IN_FLIGHT = 16;

interface ReadFigure {
  readonly name: string;
  readonly sealedValue: boolean;
  readonly limit: number;
}

/** What is done with a page once the port has answered it. */
type Use = (events: readonly RecordedEvent[]) => Promise<unknown>;

/** Everything through the port, decoded (and opened), against plain SELECTs of the same rows. */
export function readFigure({ name, sealedValue, limit }: ReadFigure): Figure {
  return {
    name,
    unit: 'events/s',
    reference: 'SELECTs of the same rows in pages of the same size, parsers off',
    referenceUnit: 'events/s',
    bound: 'atLeast',
    limit,
    rounds: () =>
      withLedger(async ({ url, store }) => {
        const tenant = newId('tnt');
        const { key, keyRing } = await subjectKey(tenant);
        const life = (): TicketLife =>
          new TicketLife(EVENTS_PER_COMMAND, sealedValue ? sealed(key) : undefined, tenant);
        const workers = Array.from({ length: IN_FLIGHT }, () => appending(store, life()));
        await times(EVENTS / EVENTS_PER_COMMAND, workers);
        const use: Use = sealedValue
          ? (events) => openValues(keyRing, tenant, events.map(toOpen))
          : () => Promise.resolve();
        await readThrough(store, use);
        await rawRead(url);
        const rounds: Round[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          rounds.push({ reference: await rawRead(url), value: await readThrough(store, use) });
        }
        return rounds;
      }),
  };
}

function toOpen({ eventId, schemaVersion, data }: RecordedEvent) {
  const [value] = data.sealed as unknown as readonly [StoredSealedValue];
  return { eventId, schemaVersion, sealed: value };
}

async function readThrough(store: EventStore, use: Use): Promise<number> {
  const begin = performance.now();
  let after: Cursor | 'start' = 'start';
  for (let count = 0; ;) {
    const { events, cursor } = await store.readAll('everything', after, PAGE);
    await use(events);
    count += events.length;
    if (events.length < PAGE) return (count * 1000) / (performance.now() - begin);
    after = cursor;
  }
}
