import { anAgent, nobody } from '../../test/support/aggregates.ts';
import { ada, BEN, ben, operator, operatorInAcme } from '../../test/support/people.ts';
import { grantRole, type GrantRole } from './grant-role.ts';
import type { Person } from './person.ts';

const grant = (command: Partial<GrantRole>) => (person: Person) =>
  grantRole({ by: ada, personId: BEN, role: 'supervisor', ...command }, person);

describe('Granting a role', () => {
  it('adds it', () => {
    anAgent.when(grant({})).then({ type: 'RoleGranted', role: 'supervisor' });
  });

  it('is refused where the person has it', () => {
    anAgent.when(grant({ role: 'agent' })).thenRefused({ code: 'ROLE_HELD', role: 'agent' });
  });

  it('can be done again once it was revoked', () => {
    anAgent
      .and({ type: 'RoleRevoked', role: 'agent' })
      .when(grant({ role: 'agent' }))
      .then({ role: 'agent' });
  });

  it('is refused where there is no such person', () => {
    nobody.when(grant({})).thenRefused({ code: 'PERSON_NOT_FOUND', personId: BEN });
  });

  it.each([ben, operatorInAcme])('is for administrators only', (by) => {
    anAgent.when(grant({ by })).thenRefused({ code: 'NOT_PERMITTED' });
  });

  it('makes no operator of anybody in a tenant', () => {
    anAgent.when(grant({ role: 'operator' })).thenRefused({ code: 'NOT_PERMITTED' });
  });

  it('makes no administrator of anybody above tenants', () => {
    anAgent.when(grant({ by: operator, role: 'administrator' })).thenRefused({ code: 'NOT_PERMITTED' });
  });
});
