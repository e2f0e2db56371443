import type { Figure, Round } from './figure.ts';
import { produced, recordsOn } from './support/bare-kafka.ts';
import { EVENTS, withKafka } from './support/kafka-bench.ts';

const ROUNDS = 3;

export const figure: Figure = {
  name: 'relay-to-kafka',
  unit: 'events/s',
  reference: 'kafkajs producing the same bytes from memory, same batch size, acknowledgements and number in flight',
  referenceUnit: 'records/s',
  bound: 'atLeast',
  limit: 0.5,
  rounds: () =>
    withKafka(async ({ connection: { brokers }, newGeneration, relayTo }) => {
      const first = await newGeneration();
      await relayTo(first);
      const records = await recordsOn({ brokers, generation: first }, EVENTS);
      await produced({ brokers, generation: await newGeneration() }, records);
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const reference = await produced({ brokers, generation: await newGeneration() }, records);
        rounds.push({ reference, value: await relayTo(await newGeneration()) });
      }
      return rounds;
    }),
};
