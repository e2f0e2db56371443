import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { givenBrokers } from './kafka.config.ts';
import { LocalKafka } from './local-kafka.ts';

/** An Apache Kafka for specs. Its topics are named by each spec for itself: it may be everybody's. */
export interface TestKafka {
  /** Addresses, as clients are given them. */
  readonly brokers: readonly string[];
  /** Stops it, and throws its data away where they are the spec's own. */
  stop(): Promise<void>;
}

/** A Kafka of a spec's own, on an empty folder that goes with it. */
export class OwnKafka implements TestKafka {
  private constructor(
    private readonly kafka: LocalKafka,
    private readonly folder: string,
  ) {}

  static async start(): Promise<OwnKafka> {
    const folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-kafka-'));
    try {
      return new OwnKafka(await LocalKafka.start(folder), folder);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get brokers(): readonly string[] {
    return this.kafka.brokers;
  }

  get port(): number {
    return this.kafka.port;
  }

  get pid(): number {
    return this.kafka.pid;
  }

  /** Ends the broker at once, as a crash would; `start` brings it back on the same port and folder. */
  kill(): Promise<void> {
    return this.kafka.end('SIGKILL');
  }

  start(): Promise<void> {
    return this.kafka.run();
  }

  async stop(): Promise<void> {
    // Nobody will read what it would write down now.
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The Kafka at `KAFKA_BROKERS`, or one of the spec's own, which takes some seconds. */
export async function startKafka(): Promise<TestKafka> {
  const brokers = givenBrokers();
  return brokers ? { brokers, stop: () => Promise.resolve() } : OwnKafka.start();
}

/** One of the spec's own wherever it runs, for specs that kill it. */
export const startOwnKafka = (): Promise<OwnKafka> => OwnKafka.start();
