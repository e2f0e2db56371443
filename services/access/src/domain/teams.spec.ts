import { anEmptyTeam, aTeam, noTeam } from '../../test/support/aggregates.ts';
import { ADA, ada, BEN, ben, NETWORK } from '../../test/support/people.ts';
import { createTeam } from './create-team.ts';
import { joinTeam, type JoinTeam } from './join-team.ts';
import { leaveTeam, type LeaveTeam } from './leave-team.ts';
import type { Team } from './team.ts';

const create = (team: Team) => createTeam({ teamId: NETWORK, key: 'network', name: 'Network' }, team);
const join = (command: Partial<JoinTeam>) => (team: Team) =>
  joinTeam({ by: ada, teamId: NETWORK, personId: BEN, personExists: true, ...command }, team);
const leave = (command: Partial<LeaveTeam>) => (team: Team) =>
  leaveTeam({ by: ada, teamId: NETWORK, personId: ADA, ...command }, team);

describe('Creating a team', () => {
  it('makes it known by key and name', () => {
    noTeam.when(create).then({ type: 'TeamCreated', key: 'network', name: 'Network' });
  });

  it('is refused where its id is another team’s', () => {
    anEmptyTeam.when(create).thenRefused({ code: 'TEAM_EXISTS', teamId: NETWORK });
  });
});

describe('Joining a team', () => {
  it('makes the person a member', () => {
    anEmptyTeam.when(join({})).then({ type: 'TeamJoined', personId: BEN });
  });

  it('is refused to a member', () => {
    aTeam.when(join({ personId: ADA })).thenRefused({ code: 'TEAM_JOINED', teamId: NETWORK, personId: ADA });
  });

  it('is refused where there is no such team, or no such person', () => {
    noTeam.when(join({})).thenRefused({ code: 'TEAM_NOT_FOUND', teamId: NETWORK });
    aTeam.when(join({ personExists: false })).thenRefused({ code: 'PERSON_NOT_FOUND', personId: BEN });
  });

  it('is for administrators to say', () => {
    aTeam.when(join({ by: ben })).thenRefused({ code: 'NOT_PERMITTED' });
  });
});

describe('Leaving a team', () => {
  it('ends the membership', () => {
    aTeam.when(leave({})).then({ type: 'TeamLeft', personId: ADA });
  });

  it('is refused to who is no member, or no longer', () => {
    const refusal = { code: 'NOT_A_TEAM_MEMBER', teamId: NETWORK, agentId: ADA } as const;
    anEmptyTeam.when(leave({})).thenRefused(refusal);
    aTeam.and({ type: 'TeamLeft', personId: ADA }).when(leave({})).thenRefused(refusal);
  });

  it('is refused where there is no such team', () => {
    noTeam.when(leave({})).thenRefused({ code: 'TEAM_NOT_FOUND', teamId: NETWORK });
  });

  it('is for administrators to say', () => {
    aTeam.when(leave({ by: ben })).thenRefused({ code: 'NOT_PERMITTED' });
  });
});
