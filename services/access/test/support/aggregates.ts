import { personal } from '@ledgerdesk/kernel';
import { given } from '@ledgerdesk/testing';
import { personAggregate, type PersonRegistered } from '../../src/domain/person.ts';
import { teamAggregate } from '../../src/domain/team.ts';
import { tenantAggregate } from '../../src/domain/tenant.ts';
import { valueClaimAggregate } from '../../src/domain/value-claim.ts';
import { ADA, BEN } from './people.ts';

export const registered: PersonRegistered = {
  type: 'PersonRegistered',
  roles: ['agent'],
  language: 'en',
  claims: ['c1'],
  personal: personal(BEN, { name: 'Ben', mail: 'ben@acme.example' }),
};

export const noTenant = given(tenantAggregate);
export const aTenant = given(tenantAggregate, { type: 'TenantRegistered', key: 'acme', name: 'Acme' });

export const nobody = given(personAggregate);
/** An agent without a login. */
export const anAgent = given(personAggregate, registered);
export const anAgentWithLogin = anAgent.and({
  type: 'LoginLinked',
  issuer: 'https://id.example',
  loginName: 'name of ben',
  personal: personal(BEN, { subject: 'ben' }),
});

export const noTeam = given(teamAggregate);
export const anEmptyTeam = given(teamAggregate, { type: 'TeamCreated', key: 'network', name: 'Network' });
/** Ada is in it. */
export const aTeam = anEmptyTeam.and({ type: 'TeamJoined', personId: ADA });

export const aFreeValue = given(valueClaimAggregate);
export const aClaimedValue = given(valueClaimAggregate, { type: 'ValueClaimed', owner: ADA });
