import type { Checkpoint, Consumer, FeedBatch } from '@ledgerdesk/messaging';
import { ConsumerWatch } from './consumer-watch.ts';
import { readMetrics } from './metrics/looks.ts';

const BATCH: FeedBatch = { source: 'ledger', epoch: 'e1', events: [], position: 7n, positions: [] };
const REACHED: Checkpoint = { epoch: 'e1', position: 6n };

class Slow implements Consumer {
  readonly name = 'gateway.team.v1';
  readonly topics = ['team'] as const;
  readonly batchSize = 5;
  end: (error?: Error) => void = () => undefined;
  checkpoint = () => Promise.resolve(REACHED);
  handle = () =>
    new Promise<void>((resolve, reject) => {
      this.end = (error) => (error ? reject(error) : resolve());
    });
}

describe('A consumer that is watched', () => {
  let slow: Slow;
  let watch: ConsumerWatch;
  let watched: Consumer;

  beforeEach(() => {
    slow = new Slow();
    watch = new ConsumerWatch();
    watched = watch.over(slow, { service: 'gateway', logger: { warn: () => undefined } }, 'team');
  });

  it('is as it would be without', async () => {
    expect(watched).toMatchObject({ name: slow.name, topics: slow.topics, batchSize: 5 });
    expect(await watched.checkpoint('ledger')).toBe(REACHED);
    await watched.meanwhile!(AbortSignal.abort());
    const taken = watched.handle(BATCH);
    slow.end(new Error('not now'));
    await expect(taken).rejects.toThrow('not now');
    expect(watch.watched).toEqual([{ service: 'gateway', consumer: slow, view: 'team' }]);
  });

  it('is known to be at work as long as it has a batch in hand, however that ends', async () => {
    expect(watch.busyForLongerThan(-1)).toEqual([]);
    const taken = watched.handle(BATCH);
    expect(watch.busyForLongerThan(-1)).toEqual([slow.name]);
    expect(watch.busyForLongerThan(60_000)).toEqual([]);
    slow.end();
    await taken;
    expect(watch.busyForLongerThan(-1)).toEqual([]);
    const again = watched.handle(BATCH);
    slow.end(new Error('not now'));
    await again.catch(() => undefined);
    expect(watch.busyForLongerThan(-1)).toEqual([]);
  });

  it('is measured where it took a batch', async () => {
    const taken = watched.handle(BATCH);
    slow.end();
    await taken;
    expect(await readMetrics()).toMatch(
      /ledgerdesk_consumer_batch_duration_seconds_count\{service="gateway",consumer="gateway\.team\.v1"\} \d/,
    );
  });
});
