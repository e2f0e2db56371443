import { newId, RESERVED_TENANT } from '@ledgerdesk/kernel';
import { FeedHistory, foldedRows } from '@ledgerdesk/testing';
import { tenantView } from './tenant.view.ts';

describe('A tenant', () => {
  it('has a key and a name, above tenants', () => {
    const history = new FeedHistory(RESERVED_TENANT);
    const id = newId('tnt');
    history.aggregate('tenant', id).says({ $case: 'tenantRegistered', value: { key: 'acme', name: 'Acme' } });
    expect(foldedRows(tenantView, history)).toEqual([{ tenantId: RESERVED_TENANT, id, key: 'acme', name: 'Acme' }]);
  });
});
