import type { Command, CommandContext } from './command.ts';
import { retry, skip } from './effects-acts.ts';
import { list } from './effects-list.ts';
import { show } from './effects-show.ts';
import { UsageError } from './usage-error.ts';

const ACTS: Readonly<Record<string, (context: CommandContext) => Promise<void>>> = { list, show, retry, skip };

/** What must happen outside of the database, or later, and what may be done about it. */
export const effects: Command = {
  usage: [
    ['effects [list]', 'mails, timers and the like that wait, and those that failed too often'],
    ['effects show EFFECT KEY', 'one of them, what became of it, and what was done about it before'],
    ['effects retry EFFECT KEY', 'lets one that failed be tried at once'],
    ['effects skip EFFECT KEY --reason TEXT', 'leaves one out, for ever'],
  ],
  async run(context) {
    const [act = 'list', ...rest] = context.words;
    const run = Object.hasOwn(ACTS, act) ? ACTS[act] : undefined;
    if (!run) throw new UsageError(`There is no "effects ${act}", but ${Object.keys(ACTS).join(', ')}.`);
    const wanted = act === 'list' ? 0 : 2;
    if (rest.length < wanted) {
      throw new UsageError(`"effects ${act}" wants an EFFECT and a KEY, as "effects list" shows them.`);
    }
    if (rest.length > wanted) throw new UsageError(`"effects ${act}" takes no "${rest[wanted]}".`);
    await run({ ...context, words: rest });
  },
};
