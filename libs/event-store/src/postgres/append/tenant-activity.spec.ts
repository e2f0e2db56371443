import { TenantActivity } from './tenant-activity.ts';

describe('A tenant who appends', () => {
  let now = 0;
  const activity = (): TenantActivity => new TenantActivity(() => now);
  const appends = (of: TenantActivity, count: number, tenant = 'a'): boolean[] =>
    Array.from({ length: count }, () => {
      const quiet = of.begin(tenant);
      of.end(tenant);
      return quiet;
    });

  it('is quiet while one append follows the other', () => {
    expect(appends(activity(), 20)).not.toContain(false);
  });

  it('is not quiet where another of its appends is under way, and is again when both are answered', () => {
    const tenants = activity();
    expect([tenants.begin('a'), tenants.begin('a'), tenants.begin('b')]).toEqual([true, false, true]);
    tenants.end('a');
    expect(tenants.begin('a')).toBe(false);
    tenants.end('a');
    tenants.end('a');
    expect(tenants.begin('a')).toBe(true);
  });

  it('is not quiet who goes on appending very fast, though one by one', () => {
    const tenants = activity();
    appends(tenants, 1000);
    for (let time = 0; time < 20; time += 1) {
      now += 100;
      expect(appends(tenants, 1000)).not.toContain(true);
      expect(tenants.begin('b')).toBe(true);
      tenants.end('b');
    }
  });

  it('is quiet again after a pause', () => {
    const tenants = activity();
    appends(tenants, 1000);
    expect(appends(tenants, 1)).toEqual([false]);
    now += 1000;
    expect(appends(tenants, 1)).toEqual([true]);
    appends(tenants, 1000);
    now += 1_000_000_000;
    expect(appends(tenants, 1)).toEqual([true]);
  });
});
