import { rolePermissions, type Permission } from '@ledgerdesk/contracts';
import { newId, type PersonId, type TeamId } from '@ledgerdesk/kernel';
import { mayOn, visibilityOf } from './visibility-of.ts';

const CARLA: PersonId = newId('psn');
const NETWORK: TeamId = newId('tea');
const BILLING: TeamId = newId('tea');

const carla = (permissions: readonly Permission[], teams: readonly TeamId[] = [NETWORK]) => ({
  personId: CARLA,
  identity: { kind: 'person' as const, subject: CARLA, tenant: newId('tnt'), permissions, teams },
});

describe('Which tickets somebody sees', () => {
  it.each<[string, readonly Permission[], unknown]>([
    ['all with a permission for all', rolePermissions.agent, { all: true }],
    ['one’s own as a requester', rolePermissions.requester, { all: false, requesterId: CARLA, teamIds: [] }],
    ['those of one’s teams', ['ticket.read:team'], { all: false, requesterId: null, teamIds: [NETWORK] }],
    [
      'one’s own and those of one’s teams',
      ['ticket.read:team', 'ticket.read:own'],
      { all: false, requesterId: CARLA, teamIds: [NETWORK] },
    ],
    ['none as an operator', rolePermissions.operator, { all: false, requesterId: null, teamIds: [] }],
    ['none by a permission for another act', ['ticket.reply'], { all: false, requesterId: null, teamIds: [] }],
  ])('is %s', (_, permissions, visible) => {
    expect(visibilityOf(carla(permissions), 'read')).toEqual(visible);
  });
});

describe('What somebody may do on a ticket', () => {
  const hers = { requesterId: CARLA, teamId: null };
  const theirs = { requesterId: newId('psn'), teamId: NETWORK };
  const others = { requesterId: newId('psn'), teamId: BILLING };

  it('is what the permissions say of a ticket to which one stands like that', () => {
    const on = (permissions: readonly Permission[]) =>
      [hers, theirs, others].map((ticket) => mayOn(carla(permissions), 'reply', ticket));
    expect(on(['ticket.reply'])).toEqual([true, true, true]);
    expect(on(['ticket.reply:own'])).toEqual([true, false, false]);
    expect(on(['ticket.reply:team'])).toEqual([false, true, false]);
    expect(on(['ticket.read'])).toEqual([false, false, false]);
  });
});
