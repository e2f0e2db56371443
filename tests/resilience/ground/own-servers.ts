import { Cluster } from '@ledgerdesk/postgres';
import { LocalKafka } from '@ledgerdesk/testing';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** PostgreSQL and Kafka of a folder, run beside the program, so that each can end and come back while it goes on. */
export class OwnServers {
  private constructor(
    private readonly data: string,
    private readonly password: string,
    private postgres: Cluster,
    readonly kafka: LocalKafka,
  ) {}

  static async start(data: string): Promise<OwnServers> {
    const kafkaFolder = path.join(data, 'kafka');
    mkdirSync(kafkaFolder, { recursive: true });
    // PostgreSQL's own account passes through.
    chmodSync(data, 0o711);
    const password = randomBytes(24).toString('base64url');
    writeFileSync(path.join(data, 'superuser.secret'), password, { mode: 0o600 });
    const [postgres, kafka] = await Promise.all([started(data, password), LocalKafka.start(kafkaFolder)]);
    return new OwnServers(data, password, postgres, kafka);
  }

  /** How the program is told of them. */
  get environment(): Readonly<Record<string, string>> {
    return { POSTGRES_ADMIN_URL: this.postgres.url(), KAFKA_BROKERS: this.kafka.brokers.join(',') };
  }

  /** Away for so long, and back on the same port. */
  async killPostgres(forMs: number): Promise<void> {
    const { port } = this.postgres;
    await this.postgres.kill();
    await sleep(forMs);
    this.postgres = await started(this.data, this.password, port);
  }

  async killKafka(forMs: number): Promise<void> {
    await this.kafka.end('SIGKILL');
    await sleep(forMs);
    await this.kafka.run();
  }

  async stop(): Promise<void> {
    await Promise.all([this.postgres.stop(), this.kafka.end('SIGKILL')]);
  }
}

const started = (data: string, password: string, port?: number): Promise<Cluster> =>
  Cluster.start({
    dataFolder: path.join(data, 'postgres'),
    password,
    logFile: path.join(data, 'postgres.log'),
    settings: { max_connections: '300' },
    ...(port !== undefined && { port }),
  });
