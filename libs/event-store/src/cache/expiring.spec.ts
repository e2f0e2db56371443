import { Expiring } from './expiring.ts';

describe('Values that are kept for a time', () => {
  let now = 0;
  let cache: Expiring<string>;

  beforeEach(() => {
    now = 1_000;
    cache = new Expiring({ capacity: 2, lifetimeMs: 60, now: () => now });
    cache.set('a', 'A');
  });

  it('are found until it is over, and not after', () => {
    now += 59;
    expect(cache.get('a')).toBe('A');
    now += 1;
    expect(cache.get('a')).toBeUndefined();
  });

  it('are not kept longer by being read', () => {
    now += 59;
    cache.get('a');
    now += 1;
    expect(cache.get('a')).toBeUndefined();
  });

  it('begin anew when they are set again', () => {
    now += 59;
    cache.set('a', 'A2');
    now += 59;
    expect(cache.get('a')).toBe('A2');
  });

  it('are at most so many', () => {
    cache.set('b', 'B');
    cache.set('c', 'C');
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, 'B', 'C']);
  });

  it('are forgotten on demand, one or all', () => {
    cache.set('b', 'B');
    cache.delete('a');
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, 'B']);
    cache.clear();
    expect(cache.get('b')).toBeUndefined();
  });
});
