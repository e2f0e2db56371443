import { chosenAct, type Choice } from './chosen-act.ts';
import type { Command } from './command.ts';
import { retry, skip } from './effects-acts.ts';
import { list } from './effects-list.ts';
import { show } from './effects-show.ts';

const CHOICE: Choice = {
  command: 'effects',
  acts: { list, show, retry, skip },
  wanted: 2,
  wants: 'an EFFECT and a KEY, as "effects list" shows them',
};

/** What must happen outside of the database, or later, and what may be done about it. */
export const effects: Command = {
  usage: [
    ['effects [list]', 'mails, timers and the like that wait, and those that failed too often'],
    ['effects show EFFECT KEY', 'one of them, what became of it, and what was done about it before'],
    ['effects retry EFFECT KEY', 'lets one that failed be tried at once'],
    ['effects skip EFFECT KEY --reason TEXT', 'leaves one out, for ever'],
  ],
  async run(context) {
    await chosenAct(context, CHOICE).run();
  },
};
