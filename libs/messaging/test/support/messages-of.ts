import type { Kafka, KafkaMessage } from 'kafkajs';
import { randomUUID } from 'node:crypto';

/** So many messages of a topic, from its beginning. */
export async function messagesOf(client: Kafka, topic: string, count: number): Promise<readonly KafkaMessage[]> {
  const consumer = client.consumer({ groupId: `look.${randomUUID()}`, maxWaitTimeInMs: 50 });
  const messages: KafkaMessage[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise<void>((resolve) => {
    void consumer.run({
      eachMessage: async ({ message }) => {
        if (messages.push(message) === count) resolve();
      },
    });
  });
  await consumer.disconnect();
  return messages;
}
