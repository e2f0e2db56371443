import { BoundedCache } from './bounded-cache.ts';

describe('A bounded cache', () => {
  it('forgets what was used least recently', () => {
    const cache = new BoundedCache<string>(2);
    cache.set('a', 'A', 10);
    cache.set('b', 'B', 10);
    cache.get('a', 0);
    cache.set('c', 'C', 10);
    expect([cache.get('a', 0), cache.get('b', 0), cache.get('c', 0)]).toEqual(['A', undefined, 'C']);
  });

  it('forgets what has expired', () => {
    const cache = new BoundedCache<string>(2);
    cache.set('a', 'A', 10);
    expect(cache.get('a', 10)).toBeUndefined();
    expect(cache.size).toBe(0);
  });
});
