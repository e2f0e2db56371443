import type { Consumer } from '@ledgerdesk/messaging';
import { FeedHistory, ViewDatabase } from '@ledgerdesk/testing';
import { feed } from '../support/feeding.ts';
import { openedBy } from '../support/histories.ts';
import { personCard } from '../support/person-card.ts';

const PERSONS = 20_000;
const BATCH = 500;
const FEW = 100;

describe('The plans of a view', () => {
  let database: ViewDatabase;
  // Nobody analyses its table: what the planner believes of it stays what it believed when it was empty.
  beforeAll(async () => {
    database = await ViewDatabase.start({ connections: 1, settings: { autovacuum: 'off' } });
  });
  afterAll(() => database.stop());

  it('go to the rows that a batch touches by their key, also on a connection that saw the table empty', async () => {
    const views = await database.views([personCard], { find: () => Promise.resolve(new Map()) });
    const board = views.consumers[0]!;
    const feeder = new Feeder(board);
    // Enough of them that PostgreSQL settles on a generic plan, if it may.
    for (let batch = 0; batch < 20; batch += 1) await feeder.batch(0, 5);
    for (let first = 0; first < PERSONS; first += BATCH) await feeder.batch(first, BATCH);
    await told();
    await database.postgres.query('SELECT pg_stat_reset()', 'read');
    for (let first = 0; first < PERSONS; first += PERSONS / 20) await feeder.batch(first, FEW);
    const { wholeReads, entries } = await readOf('person_card_v1');
    expect(wholeReads).toBe(0);
    // Looked up once, written once.
    expect(entries).toBeLessThanOrEqual(20 * FEW * 2);
  });

  /** What a server process has counted it reports now and then, or when it is told to. */
  const told = () => database.pool.query('SELECT pg_stat_force_next_flush()');

  /** How often a table was read whole, and how many entries of its indexes were. */
  async function readOf(table: string): Promise<{ wholeReads: number; entries: number }> {
    await told();
    const { rows } = await database.postgres.query(
      `SELECT seq_scan::int AS "wholeReads",
         (SELECT sum(idx_tup_read)::int FROM pg_stat_user_indexes i WHERE i.relid = t.relid) AS entries
       FROM pg_stat_user_tables t WHERE relname = '${table}'`,
      'read',
    );
    return rows[0] as { wholeReads: number; entries: number };
  }
});

/** Lets persons open tickets. */
class Feeder {
  private readonly history = new FeedHistory();
  private position = 0n;

  constructor(private readonly consumer: Consumer) {}

  async batch(first: number, count: number): Promise<void> {
    const events = Array.from({ length: count }, (_, index) =>
      this.history
        .aggregate('ticket', `tkt_${this.position}_${index}`)
        .says(openedBy(`psn_${String(first + index).padStart(26, '0')}`)),
    );
    this.position += BigInt(count);
    await feed(this.consumer, events, this.position);
  }
}
