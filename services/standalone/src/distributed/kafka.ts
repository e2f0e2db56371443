import { pause } from '@ledgerdesk/kernel';
import type { KafkaConfig } from '@ledgerdesk/platform';
import { kafkaObstacle, LocalKafka } from '@ledgerdesk/testing';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NoKafkaError } from './no-kafka-error.ts';

export interface Brokers {
  readonly connection: KafkaConfig['kafka'];
  stop(): Promise<void>;
}

/** The brokers that were named, or one of our own whose data lie in the folder. @throws NoKafkaError */
export async function openKafka(named: KafkaConfig['kafka'] | undefined, folder: string): Promise<Brokers> {
  if (named) return { connection: named, stop: () => Promise.resolve() };
  const obstacle = kafkaObstacle();
  if (obstacle) {
    throw new NoKafkaError(
      `Kafka cannot be started on this machine: ${obstacle}; or name one that runs already by KAFKA_BROKERS.`,
    );
  }
  mkdirSync(folder, { recursive: true });
  const pidFile = path.join(folder, 'kafka.pid');
  await endOrphan(pidFile, folder);
  const kafka = await LocalKafka.start(folder);
  writeFileSync(pidFile, String(kafka.pid));
  return {
    connection: { brokers: kafka.brokers },
    stop: async () => {
      await kafka.end('SIGTERM');
      rmSync(pidFile, { force: true });
    },
  };
}

/** A broker that outlived whoever started it, by kill -9. */
async function endOrphan(pidFile: string, folder: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  const never = new AbortController().signal;
  for (let signalled = false; commandOf(pid).includes(folder); signalled = true) {
    if (!signalled) process.kill(pid, 'SIGKILL');
    await pause(50, never);
  }
}

/** Empty where there is no such process. */
function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return '';
  }
}
