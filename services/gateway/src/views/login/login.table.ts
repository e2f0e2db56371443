import { EntitySchema } from 'typeorm';

/** A login of an identity provider, and the person as whom it acts. */
export interface LoginRow {
  readonly tenantId: string;
  /** The login's name (`valueName`): what its provider calls it is personal and stands nowhere here. */
  readonly id: string;
  readonly personId: string;
}

export const loginTable = (): EntitySchema<LoginRow> =>
  new EntitySchema<LoginRow>({
    name: 'login',
    columns: {
      tenantId: { type: 'text', primary: true },
      id: { type: 'text', primary: true },
      personId: { type: 'text' },
    },
  });
