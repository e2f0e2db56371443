import { EntitySchema } from 'typeorm';

/** A person that this service has heard of. */
export interface KnownPersonRow {
  readonly tenantId: string;
  readonly id: string;
  readonly registered: boolean;
}

export const knownPersonTable = (): EntitySchema<KnownPersonRow> =>
  new EntitySchema<KnownPersonRow>({
    name: 'known-person',
    columns: {
      tenantId: { type: 'text', primary: true },
      id: { type: 'text', primary: true },
      registered: { type: 'boolean' },
    },
  });
