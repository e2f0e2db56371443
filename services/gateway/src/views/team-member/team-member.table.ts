import { EntitySchema } from 'typeorm';

/** Somebody who is or was in a team. */
export interface TeamMemberRow {
  readonly tenantId: string;
  readonly id: string;
  readonly teamId: string;
  readonly personId: string;
  /** False once the person has left. */
  readonly member: boolean;
}

export const teamMemberTable = (): EntitySchema<TeamMemberRow> =>
  new EntitySchema<TeamMemberRow>({
    name: 'team-member',
    columns: {
      tenantId: { type: 'text', primary: true },
      id: { type: 'text', primary: true },
      teamId: { type: 'text' },
      personId: { type: 'text' },
      member: { type: 'boolean' },
    },
    indices: [
      { name: 'by_team', columns: ['tenantId', 'teamId'] },
      { name: 'by_person', columns: ['tenantId', 'personId'] },
    ],
  });
