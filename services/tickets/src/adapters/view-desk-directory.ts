import type { EventStore } from '@ledgerdesk/event-store';
import type { PersonId, TeamId, TenantId } from '@ledgerdesk/kernel';
import type { AwaitedPlace, Views } from '@ledgerdesk/read-models';
import { nobody, type Desk } from '../domain/desk.ts';
import type { DeskDirectory, Named } from '../ports/desk-directory.ts';
import { knownAmong } from '../views/known-person/known-person.query.ts';
import { rostersOf } from '../views/team-roster/team-roster.query.ts';

/** Whoever names somebody that nobody knows is not kept longer than that. */
const WAIT_MS = 2_000;

/**
 * The desk as this service's views show it. Where they do not show somebody who is named, they are first let come as far as
 * the ledger stands: whatever was answered before the question is known then, and who is absent is not there.
 */
export class ViewDeskDirectory implements DeskDirectory {
  constructor(
    private readonly views: Views,
    private readonly eventStore: Pick<EventStore, 'head'>,
  ) {}

  async lookUp(tenant: TenantId, named: Named): Promise<Desk> {
    if (namesNobody(named)) return nobody;
    const desk = await this.known(tenant, named);
    if (knowsAll(desk, named)) return desk;
    await this.views.atLeast(await this.placesOf(tenant, named), WAIT_MS);
    return this.known(tenant, named);
  }

  private async placesOf(tenant: TenantId, { teams, persons }: Named): Promise<readonly AwaitedPlace[]> {
    const cursor = await this.eventStore.head();
    return [
      ...teams.map((id) => ({ topic: 'team', tenant, id, cursor }) as const),
      ...persons.map((id) => ({ topic: 'person', tenant, id, cursor }) as const),
    ];
  }

  private known(tenant: TenantId, { teams, persons }: Named): Promise<Desk> {
    return this.views.read(tenant, async (query) => {
      const [rosters, known] = await Promise.all([rostersOf(query, { teams, persons }), knownAmong(query, persons)]);
      const teamsOf = (person: string) => rosters.filter(({ members }) => members.includes(person)).map(({ id }) => id);
      return {
        teams: new Set(rosters.map(({ id }) => id as TeamId)),
        persons: new Map(known.map((id) => [id as PersonId, new Set(teamsOf(id) as TeamId[])])),
      };
    });
  }
}

const namesNobody = ({ teams, persons }: Named): boolean => teams.length === 0 && persons.length === 0;

/** Whether all that was named is known. */
const knowsAll = ({ teams, persons }: Desk, named: Named): boolean =>
  named.teams.every((id) => teams.has(id)) &&
  named.persons.every((id) => persons.has(id)) &&
  named.members.every(({ teamId, personId }) => persons.get(personId)?.has(teamId));
