import { access, rolePermissions, tickets, type common } from '@ledgerdesk/contracts';
import { commandIdOf } from '@ledgerdesk/event-store';
import { RESERVED_TENANT, type TenantId } from '@ledgerdesk/kernel';
import type { CallOptions, Identity, IdentityIssuer, RpcChannel } from '@ledgerdesk/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoOperator, type DemoPerson, type DemoTenant } from './desk.ts';

export interface DemoCommandsOptions {
  readonly rpc: RpcChannel;
  /** Of the service by which people come. */
  readonly issuer: IdentityIssuer;
  readonly ending: AbortSignal;
}

interface Answer {
  readonly outcome:
    { readonly $case: 'accepted' } | { readonly $case: 'refused'; readonly value: common.Refusal } | undefined;
}

/** A service learns of persons and teams from events: a moment after they were made. */
const NOT_KNOWN_YET = new Set(['TEAM_NOT_FOUND', 'PERSON_NOT_FOUND', 'NOT_A_TEAM_MEMBER']);
const PAUSE_MS = 20;
const TRIES = 500;

/** Sends commands as the people of the demo desk, under ids derived from what they do. */
export class DemoCommands {
  readonly access;
  readonly tickets;

  constructor(private readonly options: DemoCommandsOptions) {
    this.access = options.rpc.client(access.AccessDefinition);
    this.tickets = options.rpc.client(tickets.TicketsDefinition);
  }

  /** The header of what is told by `path`: the same at each start. */
  header(tenant: TenantId, path: string): common.CommandHeader {
    const commandId = commandIdOf(tenant, `demo/${path}`);
    return { commandId, correlationId: commandId, causationId: '', via: 'demo' };
  }

  as(tenant: DemoTenant, person: DemoPerson, audience: string): Promise<CallOptions> {
    const teams = tenant.teams.filter(({ members }) => members.includes(person.login)).map(({ id }) => id);
    return this.call(
      { tenant: tenant.id, subject: person.id, permissions: rolePermissions[person.role], teams },
      audience,
    );
  }

  /** The operator, who acts in the reserved tenant, and in a new one until it has an administrator. */
  operator(tenant: TenantId = RESERVED_TENANT): Promise<CallOptions> {
    const { id: subject, role } = demoOperator;
    return this.call({ tenant, subject, permissions: rolePermissions[role], teams: [] }, 'access');
  }

  /**
   * Sends until it is accepted; waits where the service has not heard of a person or team yet. What an earlier release told
   * in other words stands as it was told. @throws Error on any other refusal
   */
  async send<A extends Answer>(command: () => Promise<A>): Promise<A> {
    for (let tries = 0; ; tries += 1) {
      const answer = await command();
      if (answer.outcome?.$case === 'accepted') return answer;
      const refused = answer.outcome?.value;
      if (refused?.code === 'COMMAND_ID_REUSED') return answer;
      if (tries > TRIES || !NOT_KNOWN_YET.has(refused?.code ?? ''))
        throw new Error(`The demo desk was refused: ${JSON.stringify(refused)}`);
      await sleep(PAUSE_MS, undefined, { signal: this.options.ending });
    }
  }

  private async call(identity: Omit<Identity, 'kind'>, audience: string): Promise<CallOptions> {
    return { token: await this.options.issuer.issue({ kind: 'person', ...identity }, audience) };
  }
}
