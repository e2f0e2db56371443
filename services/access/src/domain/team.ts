import type { Aggregate, PersonId } from '@ledgerdesk/kernel';

/** All that can happen to a team. */
export type TeamEvent = TeamCreated | TeamJoined | TeamLeft;

export interface TeamCreated {
  readonly type: 'TeamCreated';
  readonly key: string;
  readonly name: string;
}

export interface TeamJoined {
  readonly type: 'TeamJoined';
  readonly personId: PersonId;
}

export interface TeamLeft {
  readonly type: 'TeamLeft';
  readonly personId: PersonId;
}

export interface CreatedTeam {
  readonly kind: 'created';
  readonly key: string;
  readonly members: ReadonlySet<PersonId>;
}

export type Team = { readonly kind: 'none' } | CreatedTeam;

export const teamAggregate: Aggregate<Team, TeamEvent> = { initial: { kind: 'none' }, evolve };

function evolve(team: Team, event: TeamEvent): Team {
  switch (event.type) {
    case 'TeamCreated':
      return { kind: 'created', key: event.key, members: new Set() };
    case 'TeamJoined': {
      const { members, ...rest } = created(team);
      return { ...rest, members: new Set([...members, event.personId]) };
    }
    case 'TeamLeft': {
      const { members, ...rest } = created(team);
      return { ...rest, members: new Set([...members].filter((member) => member !== event.personId)) };
    }
  }
}

function created(team: Team): CreatedTeam {
  if (team.kind === 'none') throw new Error('Corrupt stream: something happened to a team before it was created');
  return team;
}
