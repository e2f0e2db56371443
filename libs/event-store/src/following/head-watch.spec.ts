import type { Place } from '../port/cursor.ts';
import { UnavailableError } from '../port/errors.ts';
import { HeadWatch } from './head-watch.ts';

const at = (position: bigint, epoch = 'e'): Place => ({ epoch, position });
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
};

describe('The watch over a ledger’s head', () => {
  let head: () => Promise<Place>;
  let asked: number;
  let watch: HeadWatch;
  let heard: boolean;
  const stop = new AbortController();

  const wait = async (): Promise<void> => {
    void watch.movedFrom(at(7n), stop.signal).then(() => (heard = true));
    await turns();
  };

  beforeEach(() => {
    head = () => Promise.resolve(at(7n));
    [asked, heard] = [0, false];
    watch = new HeadWatch({ head: () => ((asked += 1), head()), pollMs: 3_600_000 });
  });
  afterEach(() => watch.close());

  it('asks first, since something may have come before anybody waited', async () => {
    head = () => Promise.resolve(at(8n));
    await wait();
    expect(heard).toBe(true);
  });

  it('tells of another epoch at the same place', async () => {
    head = () => Promise.resolve(at(7n, 'f'));
    await wait();
    expect(heard).toBe(true);
  });

  it('says at once that something came, and asks nobody once more', async () => {
    await wait();
    expect(heard).toBe(false);
    watch.moved();
    await turns();
    expect([heard, asked]).toEqual([true, 1]);
  });

  it('does not wait for an answer where something came meanwhile', async () => {
    head = () => new Promise(() => undefined);
    await wait();
    watch.moved();
    await turns();
    expect(heard).toBe(true);
  });

  it('asks again where something may have come, and where nobody answered', async () => {
    head = () => Promise.reject(new UnavailableError('away'));
    await wait();
    head = () => Promise.resolve(at(7n));
    watch.wake();
    await turns();
    expect([heard, asked]).toEqual([false, 2]);
    head = () => Promise.resolve(at(8n));
    watch.wake();
    await turns();
    expect([heard, asked]).toEqual([true, 3]);
  });

  it('throws what is no outage', async () => {
    head = () => Promise.reject(new Error('not allowed'));
    await expect(watch.movedFrom(at(7n), stop.signal)).rejects.toThrow('not allowed');
  });

  it('lets all go when it closes', async () => {
    await wait();
    watch.close();
    await turns();
    expect(heard).toBe(true);
  });
});
