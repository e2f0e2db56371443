import { EntitySchema } from 'typeorm';

/** A tenant to whom one can write. Its id is the tenant's key; it stands above tenants, in the reserved one. */
export interface DeskRow {
  readonly tenantId: string;
  readonly id: string;
  /** The id of the tenant. */
  readonly ownerId: string;
  readonly name: string;
}

export const deskTable = (): EntitySchema<DeskRow> =>
  new EntitySchema<DeskRow>({
    name: 'desk',
    columns: {
      tenantId: { type: 'text', primary: true },
      id: { type: 'text', primary: true },
      ownerId: { type: 'text' },
      name: { type: 'text' },
    },
  });
