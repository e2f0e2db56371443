import { freePort } from '@ledgerdesk/postgres';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Authority } from '../certificates/authority.ts';
import { LocalKafka } from './local-kafka.ts';

/** A Kafka behind TLS, where nobody may do anything without a right to it. */
export interface SecuredKafka {
  /** Where users come in. */
  readonly brokers: readonly string[];
  /** Where whoever may do everything comes in, in clear. */
  readonly operatorBrokers: readonly string[];
  /** The certificate (PEM) by which its broker is believed. */
  readonly ca: string;
  readonly caFile: string;
  stop(): Promise<void>;
}

/** Starts one for a spec, with passwords by user, who may come in by PLAIN and by SCRAM. */
export async function startSecuredKafka(users: Readonly<Record<string, string>>): Promise<SecuredKafka> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-kafka-'));
  try {
    const authority = await Authority.make(folder, 'authority');
    const { key, certificate } = await authority.certify({ name: 'broker', calledAs: ['IP:127.0.0.1'] });
    const keystore = path.join(folder, 'keystore.pem');
    writeFileSync(keystore, `${key}${certificate}`);
    const port = await freePort();
    const kafka = await LocalKafka.start(folder, { port, users, keystore });
    return {
      brokers: [`127.0.0.1:${port}`],
      operatorBrokers: kafka.brokers,
      ca: authority.certificate,
      caFile: authority.certificateFile,
      async stop() {
        await kafka.end('SIGKILL');
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
