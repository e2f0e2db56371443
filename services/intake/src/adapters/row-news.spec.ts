import type { TenantId } from '@ledgerdesk/kernel';
import type { ViewChange } from '@ledgerdesk/read-models';
import { RowNews } from './row-news.ts';

const TENANT: TenantId = 'tnt_01h455vb4pex5vsknk084sn02t';
const OTHER: TenantId = 'tnt_01h455vb4pex5vsknk084sn02u';
const FOR_EVER = 1_000_000;

describe('Whoever waits for news of a row', () => {
  let change: (change: Partial<ViewChange>) => void;
  let news: RowNews;
  beforeEach(() => {
    const onChange = (listener: (change: ViewChange) => void) => {
      change = (told) =>
        listener({ view: 'outcome', tenant: TENANT, keys: ['a'], cursor: '' as ViewChange['cursor'], ...told });
      return () => undefined;
    };
    news = new RowNews({ onChange }, 'outcome');
  });

  const heard = async (waiting: Promise<void>): Promise<boolean> =>
    Promise.race([waiting.then(() => true), new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);

  it('hears of its change, and so does everybody else who waits for it', async () => {
    const first = news.expect(TENANT, 'a', FOR_EVER);
    const second = news.expect(TENANT, 'a', FOR_EVER);
    change({ keys: ['b', 'a'] });
    expect(await heard(first.news)).toBe(true);
    expect(await heard(second.news)).toBe(true);
    first.drop();
    second.drop();
  });

  it.each<Partial<ViewChange>>([{ view: 'another' }, { tenant: OTHER }, { keys: ['b'] }])(
    'hears nothing of %j',
    async (told) => {
      const { news: waiting, drop } = news.expect(TENANT, 'a', FOR_EVER);
      change(told);
      expect(await heard(waiting)).toBe(false);
      drop();
    },
  );

  it('waits no longer than was said', async () => {
    const { news: waiting, drop } = news.expect(TENANT, 'a', 1);
    await waiting;
    drop();
  });
});
