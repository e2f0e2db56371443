import {
  InMemoryEventStore,
  InMemoryKeyRing,
  UnavailableError,
  type Cursor,
  type Filter,
} from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import { migrate } from '@ledgerdesk/postgres';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import pg from 'pg';
import { PostgresTicketNumbers } from '../../src/adapters/postgres-ticket-numbers.ts';
import { ticketsSchema } from '../../src/migrations/tickets-schema.ts';
import { ticketInLedger } from '../support/ledger.ts';

const ACME: TenantId = 'tnt_01h455vb4pex5vsknk084sn02a';
const BOLT: TenantId = 'tnt_01h455vb4pex5vsknk084sn02b';

/** Notes from where it is read. */
class WatchedEventStore extends InMemoryEventStore {
  readonly readFrom: (Cursor | 'start')[] = [];

  override readAll(filter: Filter, after: Cursor | 'start', limit: number) {
    this.readFrom.push(after);
    return super.readAll(filter, after, limit);
  }
}

describe('Ticket numbers', () => {
  let postgres: TestPostgres;
  let database: pg.Pool;
  let eventStore: WatchedEventStore;
  let count = 0;
  const keyRing = new InMemoryKeyRing();

  beforeAll(async () => void (postgres = await startPostgres({ durable: true })));
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    const url = await postgres.createDatabase(`numbers_${(count += 1)}`);
    await migrate(url, ticketsSchema);
    database = new pg.Pool({ connectionString: url, options: '-c search_path=tickets' });
    // Whoever stops the server ends connections that are still on their way out.
    database.on('error', () => undefined);
    eventStore = new WatchedEventStore();
  });
  afterEach(() => database.end());

  const service = () => new PostgresTicketNumbers(database, eventStore);
  const inLedger = (tenant: TenantId, number: string) => ticketInLedger({ eventStore, keyRing }, tenant, number);
  const several = (numbers: PostgresTicketNumbers, tenant: TenantId, many: number) =>
    Promise.all(Array.from({ length: many }, () => numbers.next(tenant)));
  const upTo = (many: number) => Array.from({ length: many }, (_, index) => `LD-${index + 1}`);

  it('begin at one in each tenant and leave none out, however many ask at once', async () => {
    const numbers = service();
    const [acme, bolt] = await Promise.all([several(numbers, ACME, 300), several(numbers, BOLT, 50)]);
    expect(acme).toEqual(upTo(300));
    expect(bolt).toEqual(upTo(50));
  });

  it('are given out once, also by several processes', async () => {
    const rounds = await Promise.all([service(), service(), service()].map((numbers) => several(numbers, ACME, 100)));
    const given = rounds.flat();
    expect(new Set(given).size).toBe(300);
    expect(new Set(given)).toEqual(new Set(upTo(300)));
  });

  it('go on above those in the ledger where the row is missing', async () => {
    const numbers = service();
    expect(await numbers.next(BOLT)).toBe('LD-1');
    await inLedger(ACME, 'LD-41');
    await inLedger(ACME, 'LD-7');
    expect(await numbers.next(ACME)).toBe('LD-42');
    await database.query('DELETE FROM ticket_number WHERE tenant_id = $1', [ACME]);
    await inLedger(ACME, 'LD-42');
    expect(await numbers.next(ACME)).toBe('LD-43');
    expect(await service().next(ACME)).toBe('LD-44');
  });

  it('go on above those in the ledger where an older backup of the rows was restored', async () => {
    expect(await service().next(ACME)).toBe('LD-1');
    await inLedger(ACME, 'LD-1');
    await inLedger(ACME, 'LD-2');
    await inLedger(BOLT, 'LD-9');
    expect(await service().next(ACME)).toBe('LD-3');
    expect(await service().next(BOLT)).toBe('LD-10');
  });

  it('go on above those in the ledger where the ledger was restored', async () => {
    await inLedger(ACME, 'LD-8');
    expect(await service().next(ACME)).toBe('LD-9');
    await inLedger(ACME, 'LD-9');
    await database.query('UPDATE ticket_number SET last_number = 2');
    eventStore.ledger.beginEpoch();
    expect(await service().next(ACME)).toBe('LD-10');
  });

  it('begin in a new tenant without a look at what the ledger held before the last start', async () => {
    expect(await service().next(ACME)).toBe('LD-1');
    await inLedger(ACME, 'LD-1');
    const restarted = service();
    expect(await restarted.next(ACME)).toBe('LD-2');
    await inLedger(ACME, 'LD-2');
    eventStore.readFrom.length = 0;
    expect(await restarted.next(BOLT)).toBe('LD-1');
    expect(eventStore.readFrom.length).toBeGreaterThan(0);
    expect(eventStore.readFrom).not.toContain('start');
  });

  it('are raised above every number in the ledger where a row was taken away', async () => {
    await inLedger(ACME, 'LD-9');
    const numbers = service();
    expect(await numbers.next(ACME)).toBe('LD-10');
    for (const after of [numbers, service()]) {
      await database.query(`DELETE FROM ticket_number WHERE tenant_id = '${ACME}'`);
      expect(await after.next(ACME)).toBe('LD-10');
    }
  });

  it('go on above those in the ledger where it was restored under the running process', async () => {
    const numbers = service();
    expect(await numbers.next(ACME)).toBe('LD-1');
    await inLedger(BOLT, 'LD-9');
    eventStore.ledger.beginEpoch();
    expect(await Promise.all([numbers.next(BOLT), numbers.next(ACME)])).toEqual(['LD-10', 'LD-2']);
    await database.query('DELETE FROM ticket_number');
    await inLedger(BOLT, 'LD-20');
    expect(await numbers.next(BOLT)).toBe('LD-21');
  });

  it('never go back where the ledger lost some', async () => {
    const numbers = service();
    await several(numbers, ACME, 5);
    expect(await service().next(ACME)).toBe('LD-6');
  });

  it('are the next again where nothing came of them', async () => {
    const numbers = service();
    expect(await several(numbers, ACME, 3)).toEqual(upTo(3));
    await numbers.giveBack(ACME, 'LD-3');
    // Given back twice is given back once.
    await numbers.giveBack(ACME, 'LD-3');
    expect(await service().next(ACME)).toBe('LD-3');
    expect(await numbers.next(ACME)).toBe('LD-4');
    await numbers.giveBack(ACME, 'LD-4');
    await numbers.giveBack(BOLT, 'LD-4');
    expect(await numbers.next(ACME)).toBe('LD-4');
    expect(await numbers.next(BOLT)).toBe('LD-1');
  });

  it('are a gap where others were given out before nothing came of them', async () => {
    const numbers = service();
    expect(await several(numbers, ACME, 3)).toEqual(upTo(3));
    await numbers.giveBack(ACME, 'LD-2');
    expect(await service().next(ACME)).toBe('LD-4');
    await numbers.giveBack(ACME, 'LD-3');
    expect(await numbers.next(ACME)).toBe('LD-5');
  });

  it('are not taken back into a row that is not the one they came from, though it stands where that stood', async () => {
    const numbers = service();
    expect(await numbers.next(ACME)).toBe('LD-1');
    await database.query('DELETE FROM ticket_number');
    // Somebody else's by now.
    expect(await service().next(ACME)).toBe('LD-1');
    await numbers.giveBack(ACME, 'LD-1');
    expect(await numbers.next(ACME)).toBe('LD-2');
  });

  it('are unavailable while the database is, and go on afterwards', async () => {
    const numbers = service();
    expect(await numbers.next(ACME)).toBe('LD-1');
    // Not killed: a connection that is open would be served for a moment longer.
    await postgres.shutDown();
    const asked = await Promise.allSettled([numbers.next(ACME), numbers.next(BOLT)]);
    for (const answer of asked) {
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(UnavailableError) as unknown });
    }
    // Then a number stays a gap, and nobody is told of it.
    await numbers.giveBack(ACME, 'LD-1');
    await postgres.start();
    expect(await numbers.next(ACME)).toBe('LD-2');
  });
});
