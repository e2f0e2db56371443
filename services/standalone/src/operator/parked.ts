import type { Command, CommandContext } from './command.ts';
import { list } from './parked-list.ts';
import { retry, skip } from './parked-acts.ts';
import { show } from './parked-show.ts';
import { UsageError } from './usage-error.ts';

const ACTS: Readonly<Record<string, (context: CommandContext) => Promise<void>>> = { list, show, retry, skip };

/** What waits because a consumer could not take it, and what may be done about it. */
export const parked: Command = {
  usage: [
    ['parked [list]', 'what views and reactions could not go on with, and how much waits behind it'],
    ['parked show KEY', 'what waits under a key, whole, and what was done about it before'],
    ['parked retry KEY', 'lets it be tried at once'],
    [
      'parked skip KEY --reason TEXT',
      'leaves out the first event that waits there, for ever; it stays in the record of acts',
    ],
  ],
  async run(context) {
    const { words } = context;
    const [act = 'list', ...rest] = words;
    const run = Object.hasOwn(ACTS, act) ? ACTS[act] : undefined;
    if (!run) throw new UsageError(`There is no "parked ${act}", but ${Object.keys(ACTS).join(', ')}.`);
    const wanted = act === 'list' ? 0 : 1;
    if (rest.length < wanted) throw new UsageError(`"parked ${act}" wants a KEY, as "parked list" shows them.`);
    if (rest.length > wanted) throw new UsageError(`"parked ${act}" takes no "${rest[wanted]}".`);
    await run({ ...context, words: rest });
  },
};
