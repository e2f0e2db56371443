import { UnavailableError } from '@ledgerdesk/event-store';
import { RESERVED_TENANT, type TenantId } from '@ledgerdesk/kernel';
import type { Query, Statement, Views } from '@ledgerdesk/read-models';
import { ViewTenantDirectory } from './view-tenant-directory.ts';

const ACME: TenantId = 'tnt_01h455vb4pex5vsknk084sn02a';

/** One desk under the key `acme`. */
class OneDesk implements Pick<Views, 'read'> {
  asked: unknown[] = [];
  fault: Error | undefined;
  gone = false;

  read<Result>(tenant: TenantId, work: (query: Query) => Promise<Result>): Promise<Result> {
    expect(tenant).toBe(RESERVED_TENANT);
    if (this.fault) return Promise.reject(this.fault);
    return work(<Row extends object>({ values: [key] }: Statement) => {
      this.asked.push(key);
      const rows = key === 'acme' && !this.gone ? [{ ownerId: ACME, name: 'Acme' }] : [];
      return Promise.resolve(rows as unknown as readonly Row[]);
    });
  }
}

describe('The desk under a key', () => {
  let views: OneDesk;
  let directory: ViewTenantDirectory;
  beforeEach(() => void (directory = new ViewTenantDirectory((views = new OneDesk()))));

  it('is that of the tenant with this key, if there is one', async () => {
    expect(await directory.byKey('acme')).toEqual({ id: ACME, name: 'Acme' });
    expect(await directory.byKey('other')).toBeUndefined();
  });

  it.each(['', '\0', 'Acme', '../acme', 'acme/', '%00', 'ä', 'a'.repeat(65), `'; --`])(
    'is nobody’s where it is no key, and is not asked for: %j',
    async (key) => {
      expect(await directory.byKey(key)).toBeUndefined();
      expect(views.asked).toEqual([]);
    },
  );

  it('stays known while the view cannot be read', async () => {
    await directory.byKey('acme');
    views.fault = new UnavailableError('away');
    expect(await directory.byKey('acme')).toMatchObject({ id: ACME });
    await expect(directory.byKey('other')).rejects.toThrow('away');
  });

  it('is not known for longer than it is there', async () => {
    await directory.byKey('acme');
    views.gone = true;
    expect(await directory.byKey('acme')).toBeUndefined();
    views.fault = new UnavailableError('away');
    await expect(directory.byKey('acme')).rejects.toThrow('away');
  });

  it('hides no fault of ours', async () => {
    await directory.byKey('acme');
    views.fault = new Error('broken');
    await expect(directory.byKey('acme')).rejects.toThrow('broken');
  });
});
