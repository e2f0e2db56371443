import { setImmediate } from 'node:timers/promises';
import { RightOfWay } from './right-of-way.ts';

describe('The right of way to the ledger', () => {
  let now: number;
  let way: RightOfWay;
  let sent: string[];
  const leaving = new Map<string, () => void>();

  beforeEach(() => {
    now = 0;
    way = new RightOfWay(() => now);
    sent = [];
    leaving.clear();
  });

  /** Sends these groups as soon as they may go; each is on its way until it is answered. */
  async function sends(who: 'first' | 'afterwards', ...groups: readonly string[]): Promise<void> {
    for (const group of groups) {
      void way[who]().then((leave) => {
        sent.push(group);
        leaving.set(group, leave);
      });
    }
    await setImmediate();
  }

  async function answered(group: string): Promise<void> {
    leaving.get(group)!();
    await setImmediate();
  }

  it('is everybody’s at once where nobody quiet is about', async () => {
    await sends('afterwards', 'many 1', 'bulk 1', 'many 2');
    expect(sent).toEqual(['many 1', 'bulk 1', 'many 2']);
  });

  it('is the quiet one’s at any time, whatever is on its way', async () => {
    await sends('afterwards', 'many');
    await sends('first', 'quiet 1', 'quiet 2');
    expect(sent).toEqual(['many', 'quiet 1', 'quiet 2']);
  });

  it('is the crowd’s when the quiet group on its way is answered, and then one group’s after the other', async () => {
    await sends('first', 'quiet');
    await sends('afterwards', 'many 1', 'bulk 1', 'many 2');
    expect(sent).toEqual(['quiet']);
    await answered('quiet');
    expect(sent).toEqual(['quiet', 'many 1']);
    await answered('many 1');
    expect(sent).toEqual(['quiet', 'many 1', 'bulk 1']);
    await answered('bulk 1');
    expect(sent).toEqual(['quiet', 'many 1', 'bulk 1', 'many 2']);
  });

  it('is not kept from the crowd by quiet ones that come later', async () => {
    await sends('first', 'quiet 1');
    await sends('afterwards', 'many');
    await answered('quiet 1');
    await sends('first', 'quiet 2');
    expect(sent).toEqual(['quiet 1', 'many', 'quiet 2']);
  });

  it('is shared again a while after the last quiet group', async () => {
    await sends('first', 'quiet');
    await answered('quiet');
    now += 49;
    await sends('afterwards', 'many 1', 'bulk 1');
    expect(sent).toEqual(['quiet', 'many 1']);
    now += 1;
    await sends('afterwards', 'many 2', 'many 3');
    expect(sent).toEqual(['quiet', 'many 1', 'many 2', 'many 3']);
  });

  it('is not lost where the quiet group is never answered', async () => {
    await sends('first', 'quiet');
    const leave = await way.afterwards();
    expect(leave).toBeInstanceOf(Function);
  });
});
