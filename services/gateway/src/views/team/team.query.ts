import type { TeamId } from '@ledgerdesk/kernel';
import type { Query } from '@ledgerdesk/read-models';

/** A team as readers get it. */
export interface Team {
  readonly id: TeamId;
  readonly key: string;
  readonly name: string;
}

/** Those of the teams that there are, in no order. */
export const teamsByIds = (query: Query, ids: readonly TeamId[]): Promise<readonly Team[]> =>
  query<Team>({
    name: 'teams_by_ids',
    text: 'SELECT id, key, name FROM team WHERE id = ANY ($1::text[])',
    values: [ids],
  });
