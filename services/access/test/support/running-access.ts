import { access, rolePermissions, type common, type Role } from '@ledgerdesk/contracts';
import type { EventStore, KeyRing } from '@ledgerdesk/event-store';
import { newId, RESERVED_TENANT, type TenantId } from '@ledgerdesk/kernel';
import {
  InProcessChannel,
  InProcessServer,
  SigningKeys,
  systemClock,
  TokenIssuer,
  TokenVerifier,
  type Identity,
  type RpcClient,
  type ServiceRuntime,
} from '@ledgerdesk/platform';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import 'reflect-metadata';
import { accessService } from '../../src/access.module.ts';

type Access = RpcClient<(typeof access)['AccessDefinition']>;
type Method = keyof Access & keyof (typeof access)['AccessDefinition']['methods'];
type Wish<M extends Method> = Omit<Parameters<Access[M]>[0], 'header'>;

/** What a caller adds to a wish, where a spec cares. */
export interface Sent {
  readonly commandId?: string;
  readonly causationId?: string;
}

/** The service as others meet it: over its channel, with tokens. */
export class RunningAccess {
  private constructor(
    private readonly service: INestMicroservice,
    private readonly client: Access,
    private readonly issuers: Readonly<Record<string, TokenIssuer>>,
  ) {}

  static async start(eventStore: EventStore, keyRing: KeyRing): Promise<RunningAccess> {
    const clock = systemClock;
    const keys = await SigningKeys.generate(clock);
    const verifier = new TokenVerifier({ audience: 'access', trusted: { gateway: keys, tickets: keys }, clock });
    const strategy = new InProcessServer();
    const module = accessService.module({ eventStore, keyRing, verifier, clock } as unknown as ServiceRuntime);
    const service = await NestFactory.createMicroservice(module, { strategy, logger: false });
    await service.listen();
    const client = new InProcessChannel(strategy).client(access.AccessDefinition);
    const issuer = (name: string) => new TokenIssuer({ service: name, keys, clock });
    return new RunningAccess(service, client, { gateway: issuer('gateway'), tickets: issuer('tickets') });
  }

  stop(): Promise<void> {
    return this.service.close();
  }

  /** Sends a command; people come by the gateway, reactions from their own service. */
  async send<M extends Method>(
    method: M,
    caller: Identity,
    wish: Wish<M>,
    { commandId = randomUUID(), causationId = '' }: Sent = {},
  ): Promise<common.CommandReply> {
    const issuer = this.issuers[caller.kind === 'service' ? 'tickets' : 'gateway']!;
    const header = { commandId, correlationId: '', causationId, via: 'graphql' };
    const call = this.client[method] as (request: object, options: object) => Promise<common.CommandReply>;
    return call({ header, ...wish }, { token: await issuer.issue(caller, 'access'), timeoutMs: 60_000 });
  }
}

/** The id in the reply to an accepted command. */
export function acceptedId({ outcome }: common.CommandReply): string {
  if (outcome?.$case !== 'accepted') throw new Error(`Not accepted: ${JSON.stringify(outcome)}`);
  return outcome.value.id;
}

/** The refusal in a reply: its code and the numbers behind it. */
export function refusalOf({ outcome }: common.CommandReply): object {
  if (outcome?.$case !== 'refused') throw new Error(`Not refused: ${JSON.stringify(outcome)}`);
  return { code: outcome.value.code, ...outcome.value.details };
}

export const aPersonWith = (role: Role, tenant: TenantId): Identity => ({
  kind: 'person',
  subject: newId('psn'),
  tenant,
  permissions: rolePermissions[role],
  teams: [],
});

/** A reaction of tickets. */
export const aReaction = (tenant: TenantId): Identity => ({
  kind: 'service',
  subject: 'service:tickets',
  tenant,
  permissions: ['person.identify'],
  teams: [],
});

export const anOperator = aPersonWith('operator', RESERVED_TENANT);
export const anOperatorIn = (tenant: TenantId): Identity => ({ ...anOperator, tenant });
