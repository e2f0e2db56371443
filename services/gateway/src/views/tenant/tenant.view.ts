import type { View } from '@ledgerdesk/read-models';
import { keys, project } from './tenant.project.ts';
import { tenantTable, type TenantRow } from './tenant.table.ts';

/** Which tenants are there? */
export const tenantView: View<TenantRow> = {
  name: 'tenant',
  version: 1,
  table: tenantTable,
  groups: { tenant: { columns: ['key', 'name'], keys, project } },
  personal: {},
};
