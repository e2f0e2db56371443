import { GENERATION } from '@ledgerdesk/messaging';
import { chosenAct, type Choice } from './chosen-act.ts';
import type { Command } from './command.ts';
import { fill } from './generation-fill.ts';
import { list } from './generation-list.ts';
import { retire } from './generation-retire.ts';
import { UsageError } from './usage-error.ts';

const CHOICE: Choice = {
  command: 'generation',
  acts: { list, fill, retire },
  wanted: 1,
  wants: 'a NAME, as in KAFKA_GENERATION',
};

/** Generations of topics in Kafka: a new one is filled from the ledger beside the one that is heard, and the old one is deleted. */
export const generation: Command = {
  usage: [
    ['generation [list]', 'which generations of topics services write to Kafka, and how far they are'],
    [
      'generation fill NAME',
      'has services write another one as well, from the first event on, and waits until they are there',
    ],
    ['generation retire NAME', 'deletes one that nobody hears any more, its topics with it'],
  ],
  async run(context) {
    const { act, words, run } = chosenAct(context, CHOICE);
    const [name] = words;
    if (name !== undefined && !GENERATION.test(name)) {
      throw new UsageError(`A generation's name has small letters, digits and hyphens, 32 at most: not "${name}".`);
    }
    if (name !== undefined && context.service !== undefined) {
      throw new UsageError(`"generation ${act}" is for all services: leave --service out.`);
    }
    await run();
  },
};
