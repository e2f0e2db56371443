import { access } from '@ledgerdesk/contracts';
import { firstVersion, type EventCategory } from '@ledgerdesk/event-store';
import { personAggregate, type Person, type PersonEvent } from '../domain/person.ts';
import { teamAggregate, type Team, type TeamEvent } from '../domain/team.ts';
import { tenantAggregate, type Tenant, type TenantEvent } from '../domain/tenant.ts';
import { valueClaimAggregate, type ValueClaim, type ValueClaimEvent } from '../domain/value-claim.ts';

/** Tenants stand in the reserved tenant, each under its own id. */
export const tenantCategory: EventCategory<Tenant, TenantEvent> = {
  name: 'tenant',
  aggregate: tenantAggregate,
  versions: { TenantRegistered: firstVersion },
  personal: {},
};

export const personCategory: EventCategory<Person, PersonEvent> = {
  name: 'person',
  aggregate: personAggregate,
  versions: {
    PersonRegistered: firstVersion,
    LoginLinked: firstVersion,
    RoleGranted: firstVersion,
    RoleRevoked: firstVersion,
    SubjectAttributed: firstVersion,
  },
  personal: { PersonRegistered: access.PersonRegisteredPersonal, LoginLinked: access.LoginLinkedPersonal },
};

export const teamCategory: EventCategory<Team, TeamEvent> = {
  name: 'team',
  aggregate: teamAggregate,
  versions: { TeamCreated: firstVersion, TeamJoined: firstVersion, TeamLeft: firstVersion },
  personal: {},
};

/** Of no topic: what is claimed shows in the event of its owner. */
export const valueClaimCategory: EventCategory<ValueClaim, ValueClaimEvent> = {
  name: 'valueClaim',
  aggregate: valueClaimAggregate,
  versions: { ValueClaimed: firstVersion, ValueReleased: firstVersion },
  personal: {},
};
