import { PARTITIONS } from '@ledgerdesk/contracts';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { partitionOf } from '../cloud-events/partition.ts';

const partitionMetadata = Array.from({ length: PARTITIONS }, (_, partitionId) => ({
  partitionErrorCode: 0,
  partitionId,
  leader: 1,
  replicas: [1],
  isr: [1],
}));
const byKafkajs = kafkajs.Partitioners.DefaultPartitioner();

describe('The partition of a key', () => {
  it('is the one that a client of Kafka would choose', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (key) => {
        expect(partitionOf(key)).toBe(byKafkajs({ topic: 't', partitionMetadata, message: { key, value: null } }));
      }),
      { numRuns: 1000 },
    );
  });
});
