import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '@ledgerdesk/postgres';
import { BrokerProcess, javaArguments } from './broker-process.ts';
import { brokerProperties, type SecuredListener } from './broker-properties.ts';
import { finished } from '../commands.ts';
import { kafkaJars } from './kafka-jars.ts';

const PORT = /^listeners=PLAINTEXT:\/\/127\.0\.0\.1:(\d+)/m;

/** An Apache Kafka on this machine: one broker, its own controller, its data in a folder. */
export class LocalKafka {
  private process: BrokerProcess | undefined;

  private constructor(
    private readonly jars: string,
    private readonly folder: string,
    readonly port: number,
  ) {}

  /** Starts it on a folder that is there, making in it what is missing: the same data, on the same port. */
  static async start(folder: string, secured?: SecuredListener): Promise<LocalKafka> {
    const jars = await kafkaJars();
    if (!existsSync(propertiesIn(folder))) await format(jars, folder, secured);
    const [, port] = PORT.exec(readFileSync(propertiesIn(folder), 'utf8')) ?? [];
    const kafka = new LocalKafka(jars, folder, Number(port));
    await kafka.run();
    return kafka;
  }

  get brokers(): readonly string[] {
    return [`127.0.0.1:${this.port}`];
  }

  get pid(): number {
    return this.process?.pid ?? -1;
  }

  /** Starts it again after it was ended. */
  async run(): Promise<void> {
    this.process = await BrokerProcess.start(this.jars, propertiesIn(this.folder), path.join(this.folder, 'kafka.log'));
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.process?.end(signal);
  }
}

const propertiesIn = (folder: string): string => path.join(folder, 'kafka.properties');

async function format(jars: string, folder: string, secured: SecuredListener | undefined): Promise<void> {
  const [port, controllerPort] = [await freePort(), await freePort()];
  const made = `${propertiesIn(folder)}.partial`;
  const dataFolder = path.join(folder, 'data');
  // Of a start that came to an end in here.
  rmSync(dataFolder, { recursive: true, force: true });
  writeFileSync(made, brokerProperties({ dataFolder, port, controllerPort, secured }));
  await finished(
    'java',
    javaArguments(jars, 'kafka.tools.StorageTool', [
      'format',
      '--standalone',
      ...['-t', clusterId(), '-c', made],
      ...scramUsers(secured?.users ?? {}),
    ]),
  );
  renameSync(made, propertiesIn(folder));
}

/** Those who come in by SCRAM are known to the brokers' own log from its first record on. */
const scramUsers = (users: SecuredListener['users']): readonly string[] =>
  Object.entries(users).flatMap(([name, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  );

/** 16 bytes in base64url. One that begins with a hyphen would be read as an option. */
function clusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? clusterId() : id;
}
