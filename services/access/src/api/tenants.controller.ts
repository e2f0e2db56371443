import { oneLine, type access, type common } from '@ledgerdesk/contracts';
import { RESERVED_TENANT, type TenantId } from '@ledgerdesk/kernel';
import { Caller, RpcController, Traceparent, type Identity } from '@ledgerdesk/platform';
import { Inject } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { mayRegisterTenants } from '../domain/caller.ts';
import { faultsOf, idRule, keyRule, nameRule, optional } from '../domain/input.ts';
import type { KeyTaken } from '../domain/refusals.ts';
import { registerTenant } from '../domain/register-tenant.ts';
import type { Tenant } from '../domain/tenant.ts';
import { createOwner } from './create-owner.ts';
import { AccessRuntime } from './access-runtime.ts';
import { faulty, hasFaults, refused, toReply } from './reply.ts';

/** The registry of tenants, above all of them. */
@RpcController()
export class TenantsController {
  constructor(@Inject(AccessRuntime) private readonly runtime: AccessRuntime) {}

  @GrpcMethod('Access', 'RegisterTenant')
  async registerTenant(
    @Payload() request: access.RegisterTenantRequest,
    @Caller() caller: Identity,
    @Traceparent() traceparent?: string,
  ): Promise<common.CommandReply> {
    const context = this.runtime.contextOf('RegisterTenant', { request, caller, traceparent });
    if (!mayRegisterTenants(caller)) return refused({ code: 'NOT_PERMITTED' });
    const { tenantId, key, name } = request;
    const faults = faultsOf({
      tenantId: [tenantId, optional(tenantIdRule)],
      key: [key, keyRule],
      name: [name, nameRule],
    });
    if (hasFaults(faults)) return faulty(faults);
    return toReply(
      await createOwner(this.runtime.claims, context, {
        handler: this.runtime.ledger.tenants,
        prefix: 'tnt',
        id: tenantId,
        unique: { kind: 'tenant key', value: key },
        holds: (tenant) => tenant.kind === 'registered' && tenant.key === key,
        create: (id) => (tenant: Tenant) =>
          registerTenant({ tenantId: id as TenantId, key, name: oneLine(name) }, tenant),
        taken: (owner): KeyTaken => ({ code: 'KEY_TAKEN', owner }),
      }),
    );
  }
}

const tenantIdRule = (text: string) => (text === RESERVED_TENANT ? { rule: 'RESERVED' } : idRule('tnt')(text));
