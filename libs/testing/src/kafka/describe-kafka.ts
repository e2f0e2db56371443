import { existsSync } from 'node:fs';
import { isThere } from '../commands.ts';
import { jarsFolder } from './kafka-jars.ts';
import { describeUnless } from '../spec/describe-unless.ts';
import { givenBrokers } from './kafka.config.ts';

/** Why no Kafka can be started on this machine; undefined where one can. */
export function kafkaObstacle(): string | undefined {
  if (!isThere('java', '-version')) return 'there is no Java: install a runtime of version 17 or newer';
  if (!existsSync(jarsFolder()) && !isThere('mvn', '--version')) return 'there is no Maven to bring Kafka: install it';
  return undefined;
}

function noKafka(): string | undefined {
  const obstacle = kafkaObstacle();
  return obstacle && `no Kafka: ${obstacle}`;
}

/** Specs that need a Kafka; skipped where there can be none, and the title says why. */
export function describeWithKafka(title: string, specs: () => void): void {
  describeUnless(givenBrokers() ? undefined : noKafka(), title, specs);
}

/** Specs that need a Kafka of their own, because they kill it. */
export function describeWithOwnKafka(title: string, specs: () => void): void {
  describeUnless(noKafka(), title, specs);
}
