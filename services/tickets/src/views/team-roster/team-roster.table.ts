import { EntitySchema } from 'typeorm';

/** Who is in a team. */
export interface TeamRosterRow {
  readonly tenantId: string;
  readonly id: string;
  /** Ids of persons, each once. */
  readonly members: readonly string[];
}

export const teamRosterTable = (): EntitySchema<TeamRosterRow> =>
  new EntitySchema<TeamRosterRow>({
    name: 'team-roster',
    columns: {
      tenantId: { type: 'text', primary: true },
      id: { type: 'text', primary: true },
      members: { type: 'text', array: true },
    },
  });
