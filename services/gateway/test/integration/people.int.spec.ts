import { newId, RESERVED_TENANT } from '@ledgerdesk/kernel';
import type { Query } from '@ledgerdesk/read-models';
import { SOME_TENANT } from '@ledgerdesk/testing';
import { whoIs } from '../../src/views/login/login.query.ts';
import { personsByIds } from '../../src/views/person/person.query.ts';
import { membersOf, teamsOf } from '../../src/views/team-member/team-member.query.ts';
import { teamsByIds } from '../../src/views/team/team.query.ts';
import { tenantById } from '../../src/views/tenant/tenant.query.ts';
import { ANNA, BILLING, BORIS, CARLA, NETWORK, OTHER_NETWORK, OTHER_TENANT, OTTO } from '../support/desk.ts';
import { FilledViews } from '../support/filled-views.ts';
import { peopleHistory } from '../support/histories.ts';
import { loginNamed } from '../support/people.ts';

describe('The people of a tenant', () => {
  let filled: FilledViews;
  beforeAll(async () => {
    const history = peopleHistory();
    history.erase(CARLA);
    filled = await FilledViews.start(history);
  });
  afterAll(() => filled.stop());

  const read = <Result>(work: (query: Query) => Promise<Result>, tenant = SOME_TENANT) =>
    filled.views.read(tenant, work);

  it('are found by their logins, with roles and teams', async () => {
    expect(await read((query) => whoIs(query, loginNamed('anna')))).toEqual({
      personId: ANNA,
      roles: ['supervisor'],
      teamIds: [NETWORK],
    });
    expect(await read((query) => whoIs(query, loginNamed('boris')))).toEqual({
      personId: BORIS,
      roles: ['agent', 'auditor'],
      teamIds: [BILLING, NETWORK],
    });
  });

  it('are found in the tenant that is asked, though another has a login of that name', async () => {
    const found = await read((query) => whoIs(query, loginNamed('anna')), OTHER_TENANT);
    expect(found).toEqual({ personId: OTTO, roles: ['administrator'], teamIds: [OTHER_NETWORK] });
  });

  it.each([loginNamed('carla'), loginNamed('anna', 'https://other.example'), 'anna', '', "' OR true --"])(
    'are nobody by a login of the name %j',
    async (unknown) => {
      expect(await read((query) => whoIs(query, unknown))).toBeUndefined();
    },
  );

  it('have names and addresses, unless they were erased', async () => {
    const persons = await read((query) => personsByIds(query, [ANNA, CARLA, OTTO, newId('psn')]));
    expect(persons.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id: ANNA, name: 'Anna', mail: 'anna@example.com', roles: ['supervisor'], language: 'en' },
      { id: CARLA, name: null, mail: null, roles: ['requester'], language: 'en' },
    ]);
  });

  it('are in teams', async () => {
    expect(await read((query) => membersOf(query, [NETWORK, BILLING, OTHER_NETWORK]))).toEqual([
      { teamId: NETWORK, personId: ANNA },
      ...[BILLING, NETWORK].map((teamId) => ({ teamId, personId: BORIS })),
    ]);
    expect(await read((query) => teamsOf(query, [BORIS, ANNA, CARLA]))).toEqual([
      { teamId: BILLING, personId: BORIS },
      ...[ANNA, BORIS].map((personId) => ({ teamId: NETWORK, personId })),
    ]);
    expect(await read((query) => teamsByIds(query, [BILLING, OTHER_NETWORK]))).toEqual([
      { id: BILLING, key: 'billing', name: 'Billing' },
    ]);
  });

  it('do not see tenants, which are above them', async () => {
    const tenant = { id: SOME_TENANT, key: 'acme', name: 'The acme' };
    expect(await read((query) => tenantById(query, SOME_TENANT), RESERVED_TENANT)).toEqual(tenant);
    expect(await read((query) => tenantById(query, SOME_TENANT))).toBeUndefined();
  });
});
