import { LagTimes } from './lag-times.ts';

const KEY = 'board/ledger';

describe('For how long a consumer has been behind', () => {
  it('is not at all where it has taken what there is', () => {
    expect(new LagTimes().note(KEY, { taken: 7n, end: 7n }, 5_000)).toBe(0);
  });

  it('is since the last look at which there was no more than it has taken', () => {
    const times = new LagTimes();
    times.note(KEY, { taken: 7n, end: 7n }, 0);
    times.note(KEY, { taken: 7n, end: 7n }, 5_000);
    expect(times.note(KEY, { taken: 7n, end: 9n }, 10_000)).toBe(5);
    expect(times.note(KEY, { taken: 7n, end: 12n }, 15_000)).toBe(10);
  });

  it('does not grow while it keeps pace, though it never has taken everything', () => {
    const times = new LagTimes();
    const lags = [1, 2, 3, 4, 5].map((second) =>
      times.note(KEY, { taken: BigInt(second * 10 - 5), end: BigInt(second * 10) }, second * 1000),
    );
    expect(lags).toEqual([0, 1, 1, 1, 1]);
  });

  it('is told since the first look where it was behind from the beginning', () => {
    const times = new LagTimes();
    times.note(KEY, { taken: 0n, end: 5n }, 1_000);
    expect(times.note(KEY, { taken: 0n, end: 6n }, 4_000)).toBe(3);
  });

  it('begins anew where the source ends sooner than before: it is another one', () => {
    const times = new LagTimes();
    times.note(KEY, { taken: 0n, end: 500n }, 0);
    expect(times.note(KEY, { taken: 0n, end: 3n }, 60_000)).toBe(0);
  });

  it('is told for as long as it lasts, and the longer the less exactly', () => {
    const times = new LagTimes();
    times.note(KEY, { taken: 0n, end: 0n }, 0);
    let lag = 0;
    for (let second = 1; second <= 10_000; second += 1) {
      lag = times.note(KEY, { taken: 0n, end: BigInt(second) }, second * 1000);
    }
    expect(lag).toBe(10_000);
    // Having caught up with half of it, it knows about when that was.
    expect(times.note(KEY, { taken: 5_000n, end: 10_001n }, 10_001_000)).toBeGreaterThanOrEqual(5_000);
  });
});
