import { EntitySchema } from 'typeorm';

/** Somebody in a tenant. */
export interface PersonRow {
  readonly tenantId: string;
  readonly id: string;
  /** Empty where the person gave none; null where the person was erased. */
  readonly name: string | null;
  /** Empty where the person has none; null where the person was erased. */
  readonly mail: string | null;
  /** Keys of roles, each once. */
  readonly roles: readonly string[];
  /** A tag of BCP 47; empty where it is not known. */
  readonly language: string;
}

export const personTable = (): EntitySchema<PersonRow> =>
  new EntitySchema<PersonRow>({
    name: 'person',
    columns: {
      tenantId: { type: 'text', primary: true },
      id: { type: 'text', primary: true },
      name: { type: 'text' },
      mail: { type: 'text' },
      roles: { type: 'text', array: true },
      language: { type: 'text' },
    },
  });
