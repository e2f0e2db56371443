import type { tickets } from '@ledgerdesk/contracts';
import { newId, type PersonId, type TeamId } from '@ledgerdesk/kernel';
import { describeWithPgBouncer } from '@ledgerdesk/testing';
import { Installation, type RunningService } from '../support/installation.ts';
import { carla, sofia } from '../support/people.ts';
import { TENANT } from '../support/submissions.ts';

const givenAway = (way: 'direct' | 'pooled') => (): void => {
  let installation: Installation;
  let service: RunningService;
  let ticketId: string;
  let teamId: TeamId;
  let agentId: PersonId;
  beforeAll(async () => {
    installation = await Installation.make(way);
    service = await installation.start();
  });
  afterAll(async () => {
    await service.stop();
    await installation.remove();
  });
  beforeEach(async () => {
    ({ ticketId } = (await service.client.open(carla)) as tickets.TicketAccepted);
    [teamId, agentId] = [newId('tea'), newId('psn')];
  });

  const assign = (wish: { teamId?: string; agentId?: string }) =>
    service.client.change(sofia, ticketId, [{ $case: 'assign', value: { teamId: '', agentId: '', ...wish } }]);
  const created = { type: 'TeamCreated', key: 'network', name: 'Network' } as const;
  const joined = () => ({ type: 'TeamJoined', personId: agentId }) as const;

  it('can be given to a team, and to an agent of it, that were registered a moment ago', async () => {
    const { neighbours } = installation;
    await neighbours.tell(TENANT, teamId, created);
    expect(await assign({ teamId })).toMatchObject({ ticketId });
    await neighbours.register(TENANT, agentId);
    await neighbours.tell(TENANT, teamId, joined());
    expect(await assign({ teamId, agentId })).toMatchObject({ ticketId });
  });

  it('can be given to whoever joined the team a moment ago, and not to who left it', async () => {
    const { neighbours } = installation;
    await neighbours.register(TENANT, agentId);
    await neighbours.tell(TENANT, teamId, created);
    expect(await assign({ teamId, agentId })).toMatchObject({ refused: 'NOT_A_TEAM_MEMBER' });
    await neighbours.tell(TENANT, teamId, joined());
    expect(await assign({ teamId, agentId })).toMatchObject({ ticketId });

    await assign({ teamId });
    await neighbours.tell(TENANT, teamId, { ...joined(), type: 'TeamLeft' });
    await service.heardOf(teamId);
    expect(await assign({ agentId })).toMatchObject({ refused: 'NOT_A_TEAM_MEMBER' });
  });

  it('cannot be given to whom nobody knows, or to whom another tenant knows', async () => {
    expect(await assign({ teamId })).toMatchObject({ refused: 'TEAM_NOT_FOUND' });
    expect(await assign({ agentId })).toMatchObject({ refused: 'PERSON_NOT_FOUND' });
    const other = newId('tnt');
    await installation.neighbours.register(other, agentId);
    await installation.neighbours.tell(other, teamId, created, joined());
    expect(await assign({ teamId })).toMatchObject({ refused: 'TEAM_NOT_FOUND' });
    expect(await assign({ agentId })).toMatchObject({ refused: 'PERSON_NOT_FOUND' });
  });

  it('can be opened for a person who was registered a moment ago', async () => {
    expect(await service.client.open(sofia, { requesterId: agentId })).toMatchObject({ refused: 'PERSON_NOT_FOUND' });
    await installation.neighbours.register(TENANT, agentId);
    expect(await service.client.open(sofia, { requesterId: agentId })).toMatchObject({ revision: 0 });
  });
};

describe('A ticket', givenAway('direct'));
describeWithPgBouncer(
  'A ticket of a service behind a pooler that lends connections for a transaction',
  givenAway('pooled'),
);
