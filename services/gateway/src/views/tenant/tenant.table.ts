import { EntitySchema } from 'typeorm';

/** A tenant of the installation; its rows stand above tenants, among those of the reserved one. */
export interface TenantRow {
  readonly tenantId: string;
  readonly id: string;
  readonly key: string;
  readonly name: string;
}

export const tenantTable = (): EntitySchema<TenantRow> =>
  new EntitySchema<TenantRow>({
    name: 'tenant',
    columns: {
      tenantId: { type: 'text', primary: true },
      id: { type: 'text', primary: true },
      key: { type: 'text' },
      name: { type: 'text' },
    },
  });
