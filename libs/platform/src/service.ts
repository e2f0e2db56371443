import type { EventStore, KeyRing } from '@ledgerdesk/event-store';
import type { Consumer, DoEffect, Feed, PublishedCategory } from '@ledgerdesk/messaging';
import type { SchemaMigrations } from '@ledgerdesk/postgres';
import type { View, Views } from '@ledgerdesk/read-models';
import type { DynamicModule } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { IdentityIssuer, IdentityVerifier } from './identity/identity.ts';
import type { RpcChannel, RpcDefinition } from './rpc/definition.ts';

/** What a service stands on, wired by whoever runs it: alone, or with all others in one process. */
export interface ServiceRuntime {
  /** Connected as the service's own role. */
  readonly eventStore: EventStore;
  readonly keyRing: KeyRing;
  readonly feed: Feed;
  /** The service's own read database, its schema first in the search path. */
  readonly database: Pool;
  /** The service's own views, kept by whoever runs it. */
  readonly views: Views;
  /** The way to other services. */
  readonly rpc: RpcChannel;
  readonly issuer: IdentityIssuer;
  readonly verifier: IdentityVerifier;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A service as its front door shows it to whoever composes or deploys it. */
export interface ServiceDefinition {
  readonly name: string;
  /** Categories of streams it owns: its role may append to and read these and no others. */
  readonly categories: readonly string[];
  /** What other services may call: the services that its controllers implement. */
  readonly rpc?: readonly RpcDefinition[];
  /** Those of other services that it calls. */
  readonly calls?: readonly RpcDefinition[];
  /** Whether people call it, over HTTP. */
  readonly http?: { readonly loopbackOnly: boolean };
  readonly published: readonly PublishedCategory[];
  readonly schema?: SchemaMigrations;
  readonly views: readonly View[];
  /** What hears the feed beside its views and the reactions in its module. */
  consumers?(runtime: ServiceRuntime): readonly Consumer[];
  /**
   * Who does its effects and timers, by name (`<service>.<what happens>`): what reactions and commands ask for by `askFor`, in the
   * transaction of what it follows from. Each is done by one replica at a time; see `DoEffect`.
   */
  effects?(runtime: ServiceRuntime): Readonly<Record<string, DoEffect>>;
  /** Its ways in: those for requests, and its reactions (`@OnEvent`) to other services' events. */
  module(runtime: ServiceRuntime): DynamicModule;
}
