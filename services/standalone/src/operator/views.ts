import { chosenAct, type Choice } from './chosen-act.ts';
import type { Command } from './command.ts';
import { UsageError } from './usage-error.ts';
import { list } from './views-list.ts';
import { rebuild } from './views-rebuild.ts';

const CHOICE: Choice = {
  command: 'views',
  acts: { list, rebuild },
  wanted: 1,
  wants: 'a VIEW, as "views list" shows them',
};

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
    const { act, run } = chosenAct(context, CHOICE);
    if (context.compareOnly && act !== 'rebuild') throw new UsageError(`"views ${act}" takes no --compare-only.`);
    await run();
  },
};
