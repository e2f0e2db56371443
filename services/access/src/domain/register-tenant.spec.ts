import { aTenant, noTenant } from '../../test/support/aggregates.ts';
import { ACME } from '../../test/support/people.ts';
import { registerTenant } from './register-tenant.ts';
import type { Tenant } from './tenant.ts';

const register = (tenant: Tenant) => registerTenant({ tenantId: ACME, key: 'acme', name: 'Acme' }, tenant);

describe('Registering a tenant', () => {
  it('makes it known by key and name', () => {
    noTenant.when(register).then({ type: 'TenantRegistered', key: 'acme', name: 'Acme' });
  });

  it('is refused where its id is another tenant’s', () => {
    aTenant.when(register).thenRefused({ code: 'TENANT_EXISTS', tenantId: ACME });
  });
});
