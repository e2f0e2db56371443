import type { PersonId, TeamId } from '@ledgerdesk/kernel';
import type { Query } from '@ledgerdesk/read-models';

/** The person as whom a login acts. */
export interface KnownLogin {
  readonly personId: PersonId;
  /** Keys of roles. */
  readonly roles: readonly string[];
  readonly teamIds: readonly TeamId[];
}

/** As whom does the login of that name act? Nothing where it acts as nobody in this tenant. */
export async function whoIs(query: Query, loginName: string): Promise<KnownLogin | undefined> {
  const [known] = await query<KnownLogin>({
    name: 'who_is',
    text: `SELECT person.id AS "personId", person.roles,
        ARRAY(SELECT team_id FROM team_member WHERE person_id = person.id AND member ORDER BY team_id) AS "teamIds"
      FROM login JOIN person ON person.id = login.person_id
      WHERE login.id = $1`,
    values: [loginName],
  });
  return known;
}
