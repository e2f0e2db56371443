import { EntitySchema } from 'typeorm';

/** A team. */
export interface TeamRow {
  readonly tenantId: string;
  readonly id: string;
  readonly key: string;
  readonly name: string;
}

export const teamTable = (): EntitySchema<TeamRow> =>
  new EntitySchema<TeamRow>({
    name: 'team',
    columns: {
      tenantId: { type: 'text', primary: true },
      id: { type: 'text', primary: true },
      key: { type: 'text' },
      name: { type: 'text' },
    },
  });
