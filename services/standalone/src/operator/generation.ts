import type { Command, CommandContext } from './command.ts';
import { fill } from './generation-fill.ts';
import { list } from './generation-list.ts';
import { retire } from './generation-retire.ts';
import { UsageError } from './usage-error.ts';

const ACTS: Readonly<Record<string, (context: CommandContext) => Promise<void>>> = { list, fill, retire };

/** As `KAFKA_GENERATION` takes them. */
const NAME = /^[a-z0-9-]{1,32}$/;

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
    const [act = 'list', ...rest] = context.words;
    const run = Object.hasOwn(ACTS, act) ? ACTS[act] : undefined;
    if (!run) throw new UsageError(`There is no "generation ${act}", but ${Object.keys(ACTS).join(', ')}.`);
    const wanted = act === 'list' ? 0 : 1;
    if (rest.length < wanted) throw new UsageError(`"generation ${act}" wants a NAME, as in KAFKA_GENERATION.`);
    if (rest.length > wanted) throw new UsageError(`"generation ${act}" takes no "${rest[wanted]}".`);
    const [name] = rest;
    if (name !== undefined && !NAME.test(name)) {
      throw new UsageError(`A generation's name has small letters, digits and hyphens, 32 at most: not "${name}".`);
    }
    await run({ ...context, words: rest });
  },
};
