import type { TenantId } from '@ledgerdesk/kernel';
import { UnauthenticatedError } from '@ledgerdesk/platform';
import { SOME_TENANT } from '@ledgerdesk/testing';
import { CARLA } from '../../../test/support/desk.ts';
import { aReader } from '../../../test/support/event-readers.ts';
import { theBeginning } from '../../event-log/log-place.ts';
import { News } from '../../event-log/news.ts';
import type { Viewer } from '../../identity/viewer.ts';
import type { EventsPage, EventsWish } from './event-reader.ts';
import { readOrWait, type LongPoll } from './long-poll.ts';

const NOTHING: EventsPage = { events: [], place: theBeginning(['ticket']), more: false };
const SOMETHING: EventsPage = { ...NOTHING, events: ['{}'] };
const VIEWER = aReader('requester', CARLA) as unknown as Viewer;
const WISH: EventsWish = { after: theBeginning(['ticket']), limit: 100, types: undefined };

describe('A reader of events who waits', () => {
  let news: News;
  let leave: AbortController;
  let pages: EventsPage[];
  let wishes: EventsWish[];
  beforeEach(() => {
    news = new News({
      look: () => Promise.resolve(new Map()),
      lookEveryMs: 86_400_000,
      logger: { debug: () => undefined },
    });
    leave = new AbortController();
    [pages, wishes] = [[], []];
  });

  const happens = (): void => news.stored(new Set<TenantId>([SOME_TENANT]));
  const waits = (poll: Partial<LongPoll> = {}, mostWaiting = 10): Promise<EventsPage> => {
    const read = (_: unknown, wish: EventsWish): Promise<EventsPage> => {
      wishes.push(wish);
      return Promise.resolve(pages.shift() ?? NOTHING);
    };
    const whole = { viewer: () => Promise.resolve(VIEWER), wish: WISH, waitSeconds: 30, signal: leave.signal, ...poll };
    return readOrWait({ reader: { read }, news, mostWaiting }, whole);
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('is answered at once where there is something, or more to look at', async () => {
    pages = [SOMETHING, { ...NOTHING, more: true }];
    expect([await waits(), await waits()]).toEqual([SOMETHING, { ...NOTHING, more: true }]);
    expect(news.waiters).toBe(0);
  });

  it('is answered at once where they do not want to wait', async () => {
    expect(await waits({ waitSeconds: 0 })).toEqual(NOTHING);
  });

  it('goes on from where the last look ended, until there is something', async () => {
    const farther = { ...NOTHING, place: { ...NOTHING.place, late: 7 } };
    pages = [NOTHING, farther, SOMETHING];
    const answer = waits();
    for (const looks of [1, 2]) {
      while (wishes.length < looks) await turn();
      await turn();
      happens();
    }
    expect(await answer).toEqual(SOMETHING);
    expect(wishes.map(({ after }) => after.late)).toEqual([0, 0, 7]);
  });

  it('hears of what happens while it is looked', async () => {
    let looks = 0;
    const viewer = (): Promise<Viewer> => Promise.resolve(VIEWER);
    const read = (): Promise<EventsPage> => {
      looks += 1;
      if (looks === 1) happens();
      return Promise.resolve(looks === 1 ? NOTHING : SOMETHING);
    };
    const poll = { viewer, wish: WISH, waitSeconds: 30, signal: leave.signal };
    expect(await readOrWait({ reader: { read }, news, mostWaiting: 10 }, poll)).toEqual(SOMETHING);
  });

  it('is let go when nobody waits for the answer any more', async () => {
    const answer = waits();
    while (news.waiters === 0) await turn();
    leave.abort();
    expect(await answer).toEqual(NOTHING);
    expect(news.waiters).toBe(0);
  });

  it('is asked who they are before each look', async () => {
    let asked = 0;
    const viewer = (): Promise<Viewer> => {
      asked += 1;
      return asked === 1 ? Promise.resolve(VIEWER) : Promise.reject(new UnauthenticatedError('It has expired'));
    };
    const answer = waits({ viewer });
    while (news.waiters === 0) await turn();
    happens();
    await expect(answer).rejects.toThrow('It has expired');
  });

  it('is sent away where too many wait', async () => {
    const first = waits({}, 1);
    while (news.waiters === 0) await turn();
    await expect(waits({}, 1)).rejects.toThrow(expect.objectContaining({ code: 'BUSY' }));
    leave.abort();
    expect(await first).toEqual(NOTHING);
    expect(news.waiters).toBe(0);
  });
});
