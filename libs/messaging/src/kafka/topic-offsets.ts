import type { Admin, KafkaJSError } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';

const TRIES = 100;
const PAUSE_MS = 100;

/** Where each partition begins and ends. Who leads a topic that was just made is told to all before he knows it himself. */
export async function offsetsOf(admin: Admin, topic: string): ReturnType<Admin['fetchTopicOffsets']> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await admin.fetchTopicOffsets(topic);
    } catch (error) {
      if (tries === TRIES || !(error as Partial<KafkaJSError>).retriable) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
