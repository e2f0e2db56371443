import { BusyError, type AppendOptions, type AppendResult, type EventStore } from '@ledgerdesk/event-store';
import { newId, type TenantId } from '@ledgerdesk/kernel';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { allOf, expectInOrder } from '../support/reckoning.ts';
import { aLedger, type ServiceLedger } from '../support/service-ledgers.ts';
import { commandOf, type WriterPlan } from '../support/writer-plan.ts';

const FLOOD = 4000;
const [flooding, quiet] = [newId('tnt'), newId('tnt')];

describe('Appends to PostgreSQL take turns', () => {
  let postgres: TestPostgres;
  let ledger: ServiceLedger;
  let store: EventStore;
  /** In the order in which they were answered. */
  let answered: string[];

  beforeAll(async () => void (postgres = await startPostgres()));
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    ledger = await aLedger(postgres, { purses: { categories: ['purse'], readAll: true } });
    store = ledger.store('purses');
    answered = [];
  });
  afterEach(() => ledger.close());

  const planOf = (name: string, tenant: TenantId): WriterPlan => ({
    store: { adapter: 'postgres', url: '' },
    name,
    tenant,
    category: 'purse',
    commands: FLOOD,
    inFlight: 16,
  });

  /** Opens the connections of all lanes: what is told below is in which order they are served, not which is open first. */
  async function openAllLanes(): Promise<void> {
    const plan = planOf('opening', newId('tnt'));
    await Promise.all([send(plan, 0), send(plan, 1), send(plan, 2, { lane: 'bulk' })]);
    answered = [];
  }

  async function send(plan: WriterPlan, n: number, options?: AppendOptions): Promise<AppendResult> {
    const { stream, events, memo } = commandOf(plan, n);
    const answer = await store.append(stream, 'any', [events[0]], memo, options);
    answered.push(plan.name);
    return answer;
  }

  const flood = (plan: WriterPlan, options?: AppendOptions, size = FLOOD): Promise<AppendResult>[] =>
    Array.from({ length: size }, (_, n) => send(plan, n, options));

  it("by tenant: one tenant's flood holds back no single command of another", async () => {
    await openAllLanes();
    const all = flood(planOf('flood', flooding));
    await send(planOf('single', quiet), 0);
    const before = answered.length;
    await Promise.all(all);
    expect(before).toBeLessThan(FLOOD / 2);
    expect(answered).toHaveLength(FLOOD + 1);
  });

  it('by tenant: each of many gets its turn, however much one of them has waiting', async () => {
    await openAllLanes();
    const tenants = Array.from({ length: 30 }, () => newId('tnt'));
    const all = flood(planOf('flood', flooding));
    const singles = tenants.map((tenant, n) => send(planOf(`single-${n}`, tenant), 0));
    await Promise.all(singles);
    expect(answered.length).toBeLessThan(FLOOD / 2);
    await Promise.all(all);
  });

  it('by lane: bulk work never stands before an interactive command, of the same tenant neither', async () => {
    await openAllLanes();
    const all = flood(planOf('bulk', flooding), { lane: 'bulk' });
    await send(planOf('single', flooding), 0);
    expect(answered.length).toBeLessThan(FLOOD / 2);
    await Promise.all(all);
    expectInOrder(store, await allOf(store, 'everything'));
  });

  it('by lane: a flood of large appends goes by the bulk lane of itself', async () => {
    await openAllLanes();
    const large = { ...planOf('large', flooding), inFlight: 1 };
    const all = Array.from({ length: 600 }, (_, n) => {
      const { stream, events, memo } = commandOf(large, n * 11 + 10);
      return store.append({ ...stream, id: 'large' }, 'any', events, memo).then(() => answered.push('large'));
    });
    await send(planOf('single', flooding), 0);
    expect(answered.length).toBeLessThan(300);
    await Promise.all(all);
  });

  it('and what is too much to wait is BUSY at once, of that tenant alone, with nothing of it stored', async () => {
    const plan = planOf('flood', flooding);
    const settled = Promise.allSettled(flood(plan, undefined, 8000));
    expect((await send(planOf('single', quiet), 0)).kind).toBe('appended');
    const outcomes = await settled;
    const refused = outcomes.filter((one) => one.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(BusyError);
    expect(await allOf(store, 'everything')).toHaveLength(8000 - refused.length + 1);
    const n = outcomes.findIndex(({ status }) => status === 'rejected');
    expect((await send(plan, n)).kind).toBe('appended');
  });

  it('and what was taken is finished before the store closes, what comes later refused', async () => {
    const all = flood(planOf('flood', flooding), undefined, 500);
    const closed = store.close();
    await expect(send(planOf('late', quiet), 0)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await closed;
    expect((await Promise.all(all)).every(({ kind }) => kind === 'appended')).toBe(true);
    expect(await allOf(ledger.store('purses'), 'everything')).toHaveLength(500);
  });
});
