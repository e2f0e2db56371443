import { RecentlyUsed } from './recently-used.ts';

describe('The most recently used values', () => {
  const filled = (capacity: number, ...keys: string[]): RecentlyUsed<string> => {
    const cache = new RecentlyUsed<string>(capacity);
    for (const key of keys) cache.set(key, key.toUpperCase());
    return cache;
  };

  it('are found by their keys, others are not', () => {
    const cache = filled(3, 'a', 'b');
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', 'B', undefined]);
  });

  it('are at most so many: the one that was used longest ago goes', () => {
    const cache = filled(2, 'a', 'b', 'c');
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([undefined, 'B', 'C', 2]);
  });

  it('stay by being read', () => {
    const cache = filled(2, 'a', 'b');
    cache.get('a');
    cache.set('c', 'C');
    expect([cache.get('a'), cache.get('b')]).toEqual(['A', undefined]);
  });

  it('stay by being set again, and take no second place', () => {
    const cache = filled(2, 'a', 'b', 'a');
    cache.set('c', 'C');
    expect([cache.get('a'), cache.get('b'), cache.size]).toEqual(['A', undefined, 2]);
  });

  it('are forgotten on demand, one or all', () => {
    const cache = filled(3, 'a', 'b', 'c');
    cache.delete('b');
    cache.delete('unknown');
    expect([cache.get('b'), cache.size]).toEqual([undefined, 2]);
    cache.clear();
    expect([cache.get('a'), cache.size]).toEqual([undefined, 0]);
  });

  it('are none where there is room for none', () => {
    expect(filled(0, 'a').get('a')).toBeUndefined();
  });
});
