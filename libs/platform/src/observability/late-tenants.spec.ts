import { instantOf, newId, type TenantId } from '@ledgerdesk/kernel';
import { LateTenants } from './late-tenants.ts';

const NOW = Date.UTC(2026, 2, 2);
const at = (secondsAgo: number, tenant: TenantId = newId('tnt'), origin: 'live' | 'import' = 'live') => ({
  tenant,
  origin,
  time: instantOf(NOW - secondsAgo * 1000),
});

function listening() {
  const told: object[] = [];
  let now = NOW;
  const late = new LateTenants({
    consumer: 'gateway.ticket-board.v1',
    logger: { warn: (facts: object) => void told.push(facts) } as never,
    now: () => now,
  });
  return { told, late, pass: (seconds: number) => (now += seconds * 1000) };
}

describe('Tenants whose events are taken late', () => {
  it('are named, those that lag most first, and no more than five', () => {
    const { told, late } = listening();
    const [first, second] = [newId('tnt'), newId('tnt')];
    late.hear([at(20), at(90, second), at(120, first), at(30), at(40), at(50), at(60), at(1)]);
    expect(told).toEqual([
      expect.objectContaining({
        tenants: 7,
        latest: expect.arrayContaining([
          { tenant: first, seconds: 120 },
          { tenant: second, seconds: 90 },
        ]) as unknown,
      }),
    ]);
    expect((told[0] as { latest: unknown[] }).latest).toHaveLength(5);
    expect((told[0] as { latest: unknown[] }).latest[0]).toEqual({ tenant: first, seconds: 120 });
  });

  it('are not named where all is taken soon, and what was imported happened when it did', () => {
    const { told, late } = listening();
    late.hear([at(9), at(0), at(86_400, newId('tnt'), 'import')]);
    expect(told).toEqual([]);
  });

  it('are named once a minute, with what came meanwhile', () => {
    const { told, late, pass } = listening();
    late.hear([at(20)]);
    late.hear([at(30)]);
    expect(told).toHaveLength(1);
    pass(60);
    late.hear([]);
    expect(told).toHaveLength(2);
  });
});
