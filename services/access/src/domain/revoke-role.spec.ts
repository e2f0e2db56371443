import { anAgent, nobody } from '../../test/support/aggregates.ts';
import { ADA, ada, BEN, ben } from '../../test/support/people.ts';
import type { Person } from './person.ts';
import { revokeRole, type RevokeRole } from './revoke-role.ts';

const revoke = (command: Partial<RevokeRole>) => (person: Person) =>
  revokeRole({ by: ada, personId: BEN, role: 'agent', ...command }, person);

describe('Revoking a role', () => {
  it('takes it away', () => {
    anAgent.when(revoke({})).then({ type: 'RoleRevoked', role: 'agent' });
  });

  it('is refused where the person does not have it', () => {
    anAgent.when(revoke({ role: 'auditor' })).thenRefused({ code: 'ROLE_NOT_HELD', role: 'auditor' });
    anAgent
      .and({ type: 'RoleRevoked', role: 'agent' })
      .when(revoke({}))
      .thenRefused({ code: 'ROLE_NOT_HELD', role: 'agent' });
  });

  it('is refused where there is no such person', () => {
    nobody.when(revoke({})).thenRefused({ code: 'PERSON_NOT_FOUND', personId: BEN });
  });

  it('is for administrators only', () => {
    anAgent.when(revoke({ by: ben })).thenRefused({ code: 'NOT_PERMITTED' });
  });

  it('leaves administrators their own role, so that a tenant keeps one', () => {
    anAgent
      .and({ type: 'RoleGranted', role: 'administrator' })
      .when(revoke({ personId: ADA, role: 'administrator' }))
      .thenRefused({ code: 'NOT_PERMITTED' });
  });
});
