import { relayMigrations, type PublishedCategory } from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import { startKafka, startPostgres, type TestKafka, type TestPostgres } from '@ledgerdesk/testing';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { publishing, type Publishing, type PublishingOptions } from '../../src/bootstrap/publishing.ts';
import type { WiredService } from '../../src/bootstrap/wire-service.ts';
import { quiet } from './quiet.ts';

export interface OutletWish extends Pick<PublishingOptions, 'generation' | 'clear'> {
  readonly published: readonly PublishedCategory[];
  /** What the service stands on beside its database. */
  readonly runtime: object;
}

/** A broker and a read database, on which a service named tickets publishes. */
export class OutletBench {
  private readonly running: { readonly stopping: AbortController; readonly end: Promise<void> }[] = [];

  private constructor(
    private readonly kafka: TestKafka,
    private readonly postgres: TestPostgres,
    readonly admin: Admin,
    readonly database: pg.Pool,
  ) {}

  static async open(): Promise<OutletBench> {
    const [kafka, postgres] = await Promise.all([startKafka(), startPostgres()]);
    const url = await postgres.createDatabase('read');
    await migrate(url, { schema: 'tickets', migrations: relayMigrations, oldestProgram: 1 });
    const database = new pg.Pool({ connectionString: url, options: '-c search_path=tickets' });
    database.on('error', () => undefined);
    const admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    return new OutletBench(kafka, postgres, admin, database);
  }

  /** Runs what a process of the service publishes with. */
  start({ published, runtime, generation, clear }: OutletWish): Publishing {
    const service = {
      definition: { name: 'tickets', published },
      runtime: { database: this.database, logger: quiet, ...runtime },
    } as unknown as WiredService;
    const connection = { brokers: this.kafka.brokers, clientId: 'spec' };
    const outlet = publishing(service, { connection, generation, format: 'protobuf', clear })!;
    const stopping = new AbortController();
    this.running.push({ stopping, end: outlet.run(stopping.signal) });
    return outlet;
  }

  /** Ends what runs. */
  async stop(): Promise<void> {
    for (const { stopping } of this.running) stopping.abort();
    await Promise.all(this.running.splice(0).map(({ end }) => end));
  }

  async close(): Promise<void> {
    await Promise.all([this.admin.disconnect(), this.database.end()]);
    await Promise.all([this.kafka.stop(), this.postgres.stop()]);
  }

  /** How many records a topic holds; none where it is not there. */
  async countIn(topic: string): Promise<number> {
    const offsets = await this.admin.fetchTopicOffsets(topic).catch(() => []);
    return offsets.reduce((sum, { high }) => sum + Number(high), 0);
  }

  async untilThere(topic: string, count: number): Promise<void> {
    while ((await this.countIn(topic)) < count) await sleep(20);
  }
}
