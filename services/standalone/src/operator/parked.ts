import { chosenAct, type Choice } from './chosen-act.ts';
import type { Command } from './command.ts';
import { list } from './parked-list.ts';
import { retry, skip } from './parked-acts.ts';
import { show } from './parked-show.ts';

const CHOICE: Choice = {
  command: 'parked',
  acts: { list, show, retry, skip },
  wanted: 1,
  wants: 'a KEY, as "parked list" shows them',
};

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
    await chosenAct(context, CHOICE).run();
  },
};
