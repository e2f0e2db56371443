import { topics, type Topic, type TopicMessage } from '@ledgerdesk/contracts';
import { isDeepStrictEqual } from 'node:util';

interface MessageType<T extends Topic> {
  encode(message: TopicMessage<T>): { finish(): Uint8Array };
  decode(bytes: Uint8Array): TopicMessage<T>;
}

/**
 * Demands that a message is exactly what whoever gets its bytes reads, so that a consumer finds no difference between the
 * two ways to run. @throws Error where a publishing map made something else
 */
export function assertSameBytes<T extends Topic>(topic: T, message: TopicMessage<T>): void {
  const type = topics[topic].message as unknown as MessageType<T>;
  if (isDeepStrictEqual(type.decode(type.encode(message).finish()), message)) return;
  throw new Error(`The message ${message.message?.$case} of ${topic} is not what its bytes say`);
}
