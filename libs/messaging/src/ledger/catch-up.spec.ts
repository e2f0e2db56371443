import { cursorOf, type Cursor, type RecordedEvent } from '@ledgerdesk/event-store';
import { published } from '../../test/support/desk-ledger.ts';
import { CatchUp } from './catch-up.ts';
import { FeedMapping } from '../publishing/feed-mapping.ts';
import { PageMaker } from './page-maker.ts';

const EVENTS = 20_000;

/** A ledger of tickets' events, all of one size. */
class Ledger {
  readonly asked: number[] = [];

  constructor(private readonly eventSize: number) {}

  async readAll(_filter: unknown, after: Cursor | 'start', limit: number) {
    this.asked.push(limit);
    const first = after === 'start' ? 1 : Number(after.split('.')[1]) + 1;
    const last = Math.min(first + limit - 1, EVENTS);
    const events = Array.from({ length: last - first + 1 }, (_, n) => this.event(first + n));
    return { events, cursor: cursorOf({ epoch: 'e', position: BigInt(last) }) };
  }

  private event(position: number): RecordedEvent {
    const cursor = cursorOf({ epoch: 'e', position: BigInt(position) });
    const text = { length: this.eventSize } as string;
    return { stream: { category: 'ticket' }, cursor, dataText: text } as unknown as RecordedEvent;
  }
}

async function caughtUp(ledger: Ledger, batchSize: number): Promise<readonly bigint[]> {
  const pages = new PageMaker(new FeedMapping(published));
  const catchUp = new CatchUp({ eventStore: ledger as never, pages, topics: ['ticket'], batchSize });
  const positions: bigint[] = [];
  for (let position = -1n; position < BigInt(EVENTS);) {
    const page = await catchUp.pageAfter({ epoch: 'e', position });
    positions.push(...page.entries.map((entry) => entry.position));
    position = page.upTo;
  }
  return positions;
}

describe('A consumer’s own way through the ledger', () => {
  const all = Array.from({ length: EVENTS }, (_, n) => BigInt(n + 1));

  it('comes by every event once', async () => {
    expect(await caughtUp(new Ledger(600), 700)).toEqual(all);
  });

  it('takes as many at once as the consumer likes', async () => {
    const ledger = new Ledger(600);
    await caughtUp(ledger, 2000);
    expect(ledger.asked.slice(0, 4)).toEqual([250, 2000, 2000, 2000]);
  });

  it('takes fewer where they are large, so that memory stays bounded', async () => {
    const ledger = new Ledger(64 * 1024);
    expect(await caughtUp(ledger, 2000)).toEqual(all);
    expect(Math.max(...ledger.asked.slice(1))).toBeLessThan(70);
  });
});
