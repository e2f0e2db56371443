import { RESERVED_TENANT } from '@ledgerdesk/kernel';
import { FeedHistory, foldedRows } from '@ledgerdesk/testing';
import { desk } from './desk.view.ts';

const ACME = 'tnt_01h455vb4pex5vsknk084sn02a';

describe('A desk', () => {
  it('is found under the key of its tenant, above all tenants', () => {
    const history = new FeedHistory(RESERVED_TENANT);
    const acme = history.aggregate('tenant', ACME);
    acme.says({ $case: 'tenantRegistered', value: { key: 'acme', name: 'Acme & Sons' } });
    acme.says({ $case: 'bareNotice', value: {} });
    expect(foldedRows(desk, history)).toEqual([
      { tenantId: RESERVED_TENANT, id: 'acme', ownerId: ACME, name: 'Acme & Sons' },
    ]);
  });
});
