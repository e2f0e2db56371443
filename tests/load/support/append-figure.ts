import type { EventStore } from '@ledgerdesk/event-store';
import type { Figure, Round } from '../figure.ts';
import { withLedger } from './bench-ledger.ts';
import { perSecond } from './in-flight.ts';
import { sealed, sealedBefore, subjectKey } from './personal-part.ts';
import { plainInserts } from './plain-insert.ts';
import { TicketLife } from './ticket-life.ts';

const ROUNDS = 3;
const SECONDS = 3;
const IN_FLIGHT = 32;

interface AppendFigure {
  readonly name: string;
  readonly eventsPerCommand: number;
  readonly sealedValue: boolean;
  readonly limit: number;
}

/** Events a second through the port, 32 appends in flight, against plain INSERTs of the same bytes. */
export function appendFigure({ name, eventsPerCommand, sealedValue, limit }: AppendFigure): Figure {
  return {
    name,
    unit: 'events/s',
    reference: 'one-row INSERTs of the same bytes, a transaction each, best of 8/16/32 connections',
    referenceUnit: 'events/s',
    bound: 'atLeast',
    limit,
    rounds: () =>
      withLedger(async ({ url, store }) => {
        const { key } = await subjectKey();
        const life = (): TicketLife => new TicketLife(eventsPerCommand, sealedValue ? sealed(key) : undefined);
        const workers = Array.from({ length: IN_FLIGHT }, () => appending(store, life()));
        await perSecond(workers, 1);
        const rounds: Round[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          const reference = await plainInserts(url, SECONDS, sealedValue ? sealedBefore(key) : undefined);
          rounds.push({ value: (await perSecond(workers, SECONDS)) * eventsPerCommand, reference });
        }
        return rounds;
      }),
  };
}

/** A worker that appends its tickets' commands one after the other. */
export function appending(store: EventStore, life: TicketLife): () => Promise<void> {
  return async () => {
    const { stream, expected, events, command } = life.next();
    const result = await store.append(stream, expected, events, command);
    if (result.kind !== 'appended') throw new Error(`An append was answered with ${result.kind}.`);
  };
}
