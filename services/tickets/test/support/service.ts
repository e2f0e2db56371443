import { createCommandHandler, InMemoryEventStore, InMemoryKeyRing } from '@ledgerdesk/event-store';
import { migrate } from '@ledgerdesk/postgres';
import {
  InProcessChannel,
  InProcessServer,
  SigningKeys,
  systemClock,
  TokenIssuer,
  TokenVerifier,
} from '@ledgerdesk/platform';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import 'reflect-metadata';
import { PostgresTicketNumbers } from '../../src/adapters/postgres-ticket-numbers.ts';
import { ApiModule } from '../../src/api/api.module.ts';
import { defaultLifecycle } from '../../src/domain/default-lifecycle.ts';
import { ticketCategory } from '../../src/ledger/ticket-category.ts';
import { ticketsSchema } from '../../src/migrations/tickets-schema.ts';
import { TicketsClient } from './client.ts';
import { desk } from './people.ts';

/** The service as other services call it, its ledger in memory and its numbers in PostgreSQL. */
export class TicketsService {
  readonly keyRing = new InMemoryKeyRing();
  readonly eventStore = new InMemoryEventStore();
  private constructor(
    private readonly postgres: TestPostgres,
    private readonly database: pg.Pool,
    private readonly issuer: TokenIssuer,
  ) {}

  private nest!: INestMicroservice;
  client!: TicketsClient;

  static async start(): Promise<TicketsService> {
    const postgres = await startPostgres();
    const url = await postgres.createDatabase('read');
    await migrate(url, ticketsSchema);
    const database = new pg.Pool({ connectionString: url, options: '-c search_path=tickets' });
    // Whoever stops the server ends connections that are still on their way out.
    database.on('error', () => undefined);
    const keys = await SigningKeys.generate(systemClock);
    const service = new TicketsService(
      postgres,
      database,
      new TokenIssuer({ service: 'gateway', keys, clock: systemClock }),
    );
    await service.listen(new TokenVerifier({ audience: 'tickets', trusted: { gateway: keys }, clock: systemClock }));
    return service;
  }

  private async listen(verifier: TokenVerifier): Promise<void> {
    const { eventStore, keyRing, database } = this;
    const api = {
      tickets: createCommandHandler(ticketCategory, { eventStore, keyRing }),
      numbers: new PostgresTicketNumbers(database, eventStore),
      directory: { lookUp: () => Promise.resolve(desk) },
      lifecycles: { of: () => defaultLifecycle },
      clock: systemClock,
    };
    const strategy = new InProcessServer();
    this.nest = await NestFactory.createMicroservice(ApiModule.on(api, verifier), { strategy, logger: false });
    await this.nest.listen();
    this.client = new TicketsClient(new InProcessChannel(strategy), this.issuer);
  }

  async stop(): Promise<void> {
    await this.nest.close();
    await this.database.end();
    await this.postgres.stop();
  }
}
