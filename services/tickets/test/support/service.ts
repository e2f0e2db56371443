import { tickets } from '@ledgerdesk/contracts';
import { createCommandHandler, InMemoryEventStore, InMemoryKeyRing } from '@ledgerdesk/event-store';
import type { PersonId } from '@ledgerdesk/kernel';
import { migrate } from '@ledgerdesk/postgres';
import {
  InProcessChannel,
  InProcessServer,
  SigningKeys,
  systemClock,
  TokenIssuer,
  TokenVerifier,
  type Identity,
  type RpcClient,
} from '@ledgerdesk/platform';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import 'reflect-metadata';
import { PostgresTicketNumbers } from '../../src/adapters/postgres-ticket-numbers.ts';
import { ApiModule } from '../../src/api/api.module.ts';
import type { Caller } from '../../src/domain/caller.ts';
import { defaultLifecycle } from '../../src/domain/default-lifecycle.ts';
import { ticketCategory } from '../../src/ledger/ticket-category.ts';
import { ticketsSchema } from '../../src/migrations/tickets-schema.ts';
import { desk } from './people.ts';
import { TENANT } from './submissions.ts';

type Command = NonNullable<tickets.TicketCommand['command']>;

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
  private client!: RpcClient<tickets.TicketsDefinition>;

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
    this.client = new InProcessChannel(strategy).client(tickets.TicketsDefinition);
  }

  async stop(): Promise<void> {
    await this.nest.close();
    await this.database.end();
    await this.postgres.stop();
  }

  async open(by: Caller, more: Partial<tickets.OpenTicketRequest> = {}, commandId: string = randomUUID()) {
    const request: tickets.OpenTicketRequest = {
      header: header(commandId),
      ticketId: '',
      requesterId: '',
      subject: 'No network',
      body: text('Since this morning.'),
      channel: '',
      submissionId: '',
      teamId: '',
      priority: tickets.Priority.PRIORITY_UNSPECIFIED,
      ...more,
    };
    return outcomeOf(await this.client.openTicket(request, await this.as(by)));
  }

  async change(
    by: Caller,
    ticketId: string,
    commands: readonly Command[],
    more: Partial<tickets.ChangeTicketRequest> = {},
  ) {
    const request = {
      header: header(randomUUID()),
      ticketId,
      commands: commands.map((command) => ({ command })),
      ...more,
    };
    return outcomeOf(await this.client.changeTicket({ expectedRevision: undefined, ...request }, await this.as(by)));
  }

  private async as({ id, permissions, teams }: Caller): Promise<{ token: string }> {
    const identity: Identity = { kind: 'person', subject: id as PersonId, tenant: TENANT, permissions, teams };
    return { token: await this.issuer.issue(identity, 'tickets') };
  }
}

export const text = (content: string): tickets.Body => ({ format: tickets.BodyFormat.BODY_FORMAT_TEXT, content });

export const header = (commandId: string) => ({ commandId, correlationId: '', causationId: '', via: 'graphql' });

function outcomeOf({ outcome }: tickets.TicketReply) {
  if (!outcome) throw new Error('Answered nothing');
  return outcome.$case === 'accepted' ? outcome.value : { refused: outcome.value.code, ...outcome.value };
}
