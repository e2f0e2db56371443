import type { KeyRing } from '@ledgerdesk/event-store';
import { newId, type TenantId } from '@ledgerdesk/kernel';
import { LedgerFeed } from '@ledgerdesk/messaging';
import { ticketsService } from '@ledgerdesk/tickets';
import { pino } from 'pino';
import type { Figure, Round } from './figure.ts';
import { withLedger, type BenchLedger } from './support/bench-ledger.ts';
import { withKeys } from './support/bench-keys.ts';
import { rawRead } from './support/raw-read.ts';
import { EVENTS_PER_TICKET, seedTickets, TicketHistory } from './support/ticket-history.ts';
import { withTicketBoard } from './support/ticket-board.ts';

const ROUNDS = 3;
const TICKETS = 12_500;
const LONGEST_MS = 600_000;

export const figure: Figure = {
  name: 'rebuild-ticket-board',
  unit: 'events/s',
  reference: 'SELECTs of the same events in pages, parsers off',
  referenceUnit: 'events/s',
  bound: 'atLeast',
  limit: 0.1,
  rounds: () =>
    withLedger((ledger) =>
      withKeys(ledger.postgres, async (keyRing) => {
        const tenant = newId('tnt');
        await seedTickets(ledger.store, new TicketHistory(tenant, keyRing), TICKETS);
        await rawRead(ledger.url);
        const rounds: Round[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          rounds.push({ reference: await rawRead(ledger.url), value: await rebuild(ledger, tenant, keyRing) });
        }
        return rounds;
      }),
    ),
};

/** Fills the board from the beginning in a database of its own, as a new version of it is filled. Answers events a second. */
const rebuild = (ledger: BenchLedger, tenant: TenantId, keyRing: KeyRing): Promise<number> =>
  withTicketBoard(ledger, keyRing, async (views) => {
    const { store: eventStore } = ledger;
    const feed = new LedgerFeed({ eventStore, published: ticketsService.published, logger: pino({ level: 'warn' }) });
    for (const consumer of views.consumers) feed.subscribe(consumer);
    const end = { topic: 'ticket', tenant, id: newId('tkt'), cursor: await eventStore.head() } as const;
    const begin = performance.now();
    await feed.start();
    const { reached } = await views.atLeast([end], LONGEST_MS);
    const seconds = (performance.now() - begin) / 1000;
    await feed.stop();
    if (!reached) throw new Error(`The board was not rebuilt within ${LONGEST_MS / 1000} s.`);
    return (TICKETS * EVENTS_PER_TICKET) / seconds;
  });
