import type { Command, CommandContext } from './command.ts';
import { UsageError } from './usage-error.ts';
import { list } from './views-list.ts';
import { rebuild } from './views-rebuild.ts';

const ACTS: Readonly<Record<string, (context: CommandContext) => Promise<void>>> = { list, rebuild };

/** How the services' views stand, and filling one anew beside the one that queries see. */
export const views: Command = {
  usage: [
    ['views [list]', 'how far behind views are, in events and seconds, and for which tenants'],
    [
      'views rebuild VIEW [--compare-only]',
      'fills a view again from the ledger, tells what differs, and puts the new one in its place, while all runs',
    ],
  ],
  async run(context) {
    const [act = 'list', ...rest] = context.words;
    const run = Object.hasOwn(ACTS, act) ? ACTS[act] : undefined;
    if (!run) throw new UsageError(`There is no "views ${act}", but ${Object.keys(ACTS).join(', ')}.`);
    const wanted = act === 'list' ? 0 : 1;
    if (rest.length < wanted) throw new UsageError(`"views ${act}" wants a VIEW, as "views list" shows them.`);
    if (rest.length > wanted) throw new UsageError(`"views ${act}" takes no "${rest[wanted]}".`);
    if (context.compareOnly && act !== 'rebuild') throw new UsageError(`"views ${act}" takes no --compare-only.`);
    await run({ ...context, words: rest });
  },
};
