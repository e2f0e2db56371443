import type { access, common, Role } from '@ledgerdesk/contracts';
import type { PersonId } from '@ledgerdesk/kernel';
import { Caller, RpcController, Traceparent, type Identity } from '@ledgerdesk/platform';
import { Inject } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { grantRole } from '../domain/grant-role.ts';
import { faultsOf, idRule, roleRule } from '../domain/input.ts';
import type { Person } from '../domain/person.ts';
import { revokeRole } from '../domain/revoke-role.ts';
import { AccessRuntime } from './access-runtime.ts';
import { faulty, hasFaults, toReply } from './reply.ts';

/** What persons may do. */
@RpcController()
export class RolesController {
  constructor(@Inject(AccessRuntime) private readonly runtime: AccessRuntime) {}

  @GrpcMethod('Access', 'GrantRole')
  async grantRole(
    @Payload() request: access.GrantRoleRequest,
    @Caller() caller: Identity,
    @Traceparent() traceparent?: string,
  ): Promise<common.CommandReply> {
    const context = this.runtime.contextOf('GrantRole', { request, caller, traceparent });
    const faults = faultsOfRole(request);
    if (hasFaults(faults)) return faulty(faults);
    const { personId, role } = request as { personId: PersonId; role: Role };
    const decide = (person: Person) => grantRole({ by: caller, personId, role }, person);
    return toReply(await this.runtime.ledger.persons.handle(personId, context, decide));
  }

  @GrpcMethod('Access', 'RevokeRole')
  async revokeRole(
    @Payload() request: access.RevokeRoleRequest,
    @Caller() caller: Identity,
    @Traceparent() traceparent?: string,
  ): Promise<common.CommandReply> {
    const context = this.runtime.contextOf('RevokeRole', { request, caller, traceparent });
    const faults = faultsOfRole(request);
    if (hasFaults(faults)) return faulty(faults);
    const { personId, role } = request as { personId: PersonId; role: Role };
    const decide = (person: Person) => revokeRole({ by: caller, personId, role }, person);
    return toReply(await this.runtime.ledger.persons.handle(personId, context, decide));
  }
}

const faultsOfRole = ({ personId, role }: { readonly personId: string; readonly role: string }) =>
  faultsOf({ personId: [personId, idRule('psn')], role: [role, roleRule] });
