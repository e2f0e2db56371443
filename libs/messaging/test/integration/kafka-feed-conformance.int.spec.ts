import { describeWithKafka, startKafka, type TestKafka } from '@ledgerdesk/testing';
import { feedConformance } from '../support/feed-conformance/feed-conformance.ts';
import { KafkaBench } from '../support/feed-conformance/kafka-bench.ts';
import { nestReactions } from '../support/nest-reactions.ts';

describeWithKafka('With Kafka between,', () => {
  let kafka: TestKafka;
  beforeAll(async () => void (kafka = await startKafka()));
  afterAll(() => kafka.stop());

  feedConformance('from Kafka', () => KafkaBench.start(kafka.brokers));
  feedConformance('from Kafka with protobuf and JSON by turns', () =>
    KafkaBench.start(kafka.brokers, ['json', 'protobuf']),
  );
  nestReactions('from Kafka', () => KafkaBench.start(kafka.brokers));
});
