import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BrokerProcess, javaArguments } from './broker-process.ts';
import { brokerProperties } from './broker-properties.ts';
import { finished } from './commands.ts';
import { freePort } from './free-ports.ts';
import { kafkaJars } from './kafka-jars.ts';
import { givenBrokers } from './kafka.config.ts';

/** An Apache Kafka for specs. Its topics are named by each spec for itself: it may be everybody's. */
export interface TestKafka {
  /** Addresses, as clients are given them. */
  readonly brokers: readonly string[];
  /** Stops it, and throws its data away where they are the spec's own. */
  stop(): Promise<void>;
}

/** A Kafka of a spec's own, on an empty folder. */
export class OwnKafka implements TestKafka {
  private process: BrokerProcess | undefined;

  private constructor(
    private readonly jars: string,
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(): Promise<OwnKafka> {
    const jars = await kafkaJars();
    const folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-kafka-'));
    const kafka = new OwnKafka(jars, folder, await freePort());
    try {
      await kafka.format(await freePort());
      await kafka.start();
    } catch (error) {
      await kafka.stop();
      throw error;
    }
    return kafka;
  }

  get brokers(): readonly string[] {
    return [`127.0.0.1:${this.port}`];
  }

  get pid(): number {
    return this.process?.pid ?? -1;
  }

  /** Ends the broker at once, as a crash would; `start` brings it back on the same port and folder. */
  async kill(): Promise<void> {
    await this.process?.end('SIGKILL');
  }

  async start(): Promise<void> {
    this.process = await BrokerProcess.start(this.jars, this.properties, path.join(this.folder, 'kafka.log'));
  }

  async stop(): Promise<void> {
    // Nobody will read what it would write down now.
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get properties(): string {
    return path.join(this.folder, 'kafka.properties');
  }

  private async format(controllerPort: number): Promise<void> {
    const dataFolder = path.join(this.folder, 'data');
    writeFileSync(this.properties, brokerProperties({ dataFolder, port: this.port, controllerPort }));
    const format = ['format', '--standalone', '-t', clusterId(), '-c', this.properties];
    await finished('java', javaArguments(this.jars, 'kafka.tools.StorageTool', format));
  }
}

/** The Kafka at `KAFKA_BROKERS`, or one of the spec's own, which takes some seconds. */
export async function startKafka(): Promise<TestKafka> {
  const brokers = givenBrokers();
  return brokers ? { brokers, stop: () => Promise.resolve() } : OwnKafka.start();
}

/** One of the spec's own wherever it runs, for specs that kill it. */
export const startOwnKafka = (): Promise<OwnKafka> => OwnKafka.start();

/** 16 bytes in base64url. One that begins with a hyphen would be read as an option. */
function clusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? clusterId() : id;
}
