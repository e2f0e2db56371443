import { PostgresEventStore, type AppendObserver, type AppendOutcome } from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { aLedger, type ServiceLedger } from '../support/service-ledgers.ts';
import { commandOf, type WriterPlan } from '../support/writer-plan.ts';

/** Keeps what it hears. */
class Notes implements AppendObserver {
  readonly outcomes: AppendOutcome[] = [];
  readonly groups: { readonly appends: number; readonly events: number }[] = [];
  answered(outcome: AppendOutcome): void {
    this.outcomes.push(outcome);
  }
  committed(group: { readonly appends: number; readonly events: number }): void {
    this.groups.push(group);
  }
}

describe('Whoever observes a ledger', () => {
  let postgres: TestPostgres;
  let ledger: ServiceLedger;
  let store: PostgresEventStore;
  let notes: Notes;

  beforeAll(async () => void (postgres = await startPostgres()));
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    ledger = await aLedger(postgres, { purses: { categories: ['purse'], readAll: true } });
    notes = new Notes();
    store = new PostgresEventStore({ url: ledger.urlOf('purses'), observer: notes });
  });
  afterEach(async () => {
    await store.close();
    await ledger.close();
  });

  const plan: WriterPlan = {
    store: { adapter: 'postgres', url: '' },
    name: 'purse',
    tenant: newId('tnt'),
    category: 'purse',
    commands: 10,
    inFlight: 1,
  };

  it('hears what became of each append, and how much went in a commit', async () => {
    const { stream, events, memo } = commandOf(plan, 0);
    await store.append(stream, 'no stream', [events[0]], memo);
    await store.append(stream, 'no stream', [events[0]], memo);
    const other = commandOf(plan, 1);
    await store.append(stream, 'no stream', [other.events[0]], other.memo);
    expect(notes.outcomes).toEqual(['appended', 'repeated', 'conflict']);
    expect(notes.groups).toEqual([1, 1, 1].map((appends) => ({ appends, events: 1 })));
  });

  it('hears of an append that failed', async () => {
    const { events, memo } = commandOf(plan, 0);
    const stream = { category: 'forbidden', tenant: plan.tenant, id: 'x' };
    await expect(store.append(stream, 'any', [events[0]], memo)).rejects.toThrow();
    expect(notes.outcomes).toEqual(['failed']);
  });
});
