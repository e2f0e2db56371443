import { parseSaid, type Command } from './command.ts';
import { generation } from './generation.ts';
import { parked } from './parked.ts';
import { passedOver } from './passed-over.ts';
import { restored } from './restored.ts';
import { views } from './views.ts';

const FOLDER = '/home/anna/clone';

describe('An operator’s command', () => {
  it('is words and options in any order, folders as seen from where it was typed', () => {
    expect(parseSaid(['show', '--json', 'ticket/t/1', '--data', 'here', '--consumer=a.b'], FOLDER)).toEqual({
      words: ['show', 'ticket/t/1'],
      data: '/home/anna/clone/here',
      service: undefined,
      consumer: 'a.b',
      reason: undefined,
      compareOnly: false,
      json: true,
      help: false,
    });
  });

  it.each([
    [['--all'], "Unknown option '--all'"],
    [['--reason'], '--reason'],
    [['--data', ' '], 'names no folder'],
  ])('is refused in plain words where it is not understood: %j', (args, words) => {
    expect(() => parseSaid(args, FOLDER)).toThrow(words);
  });

  const run = (command: Command, ...args: readonly string[]): Promise<void> =>
    command.run({ ...parseSaid(args, FOLDER), ending: new AbortController().signal });

  it.each<[Command, readonly string[], string]>([
    [parked, ['fly'], 'no "parked fly"'],
    [parked, ['toString'], 'no "parked toString"'],
    [parked, ['show'], 'wants a KEY'],
    [parked, ['list', 'all'], 'takes no "all"'],
    [parked, ['retry', 'a', 'b'], 'takes no "b"'],
    [parked, ['skip', 'a', '--reason', ' '], 'wants a reason'],
    [passedOver, ['show'], 'no "passed-over show"'],
    [generation, ['move'], 'no "generation move"'],
    [generation, ['fill'], 'wants a NAME'],
    [generation, ['retire', '1', '2'], 'takes no "2"'],
    [generation, ['fill', 'Two.'], 'small letters, digits and hyphens'],
    [generation, ['fill', '2', '--service', 'tickets'], 'leave --service out'],
    [views, ['rebuild'], 'wants a VIEW'],
    [views, ['rebuild', 'ticket-board', 'person'], 'takes no "person"'],
    [views, ['rebuild', 'nothing'], 'There is no view "nothing"'],
    [views, ['rebuild', 'ticket-board', '--service', 'access'], 'of a service "access"'],
    [views, ['list', '--compare-only'], '--compare-only'],
    [views, ['drop'], 'no "views drop"'],
    [passedOver, ['list', 'all'], 'no "passed-over list all"'],
    [restored, ['ledger'], 'takes no "ledger"'],
    [restored, ['--service', 'tickets'], 'leave --service out'],
  ])('is refused before any database is looked into: %# %j', async (command, args, words) => {
    await expect(run(command, ...args)).rejects.toThrow(words);
  });
});
