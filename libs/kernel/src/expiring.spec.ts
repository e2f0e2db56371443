import { Expiring } from './expiring.ts';

describe('Values that are kept until a moment', () => {
  let cache: Expiring<string>;

  beforeEach(() => {
    cache = new Expiring(2);
    cache.set('a', 'A', 60);
  });

  it('are found until it has come, and not after', () => {
    expect(cache.get('a', 59)).toBe('A');
    expect(cache.get('a', 60)).toBeUndefined();
    expect(cache.get('a', 59)).toBeUndefined();
  });

  it('are not kept longer by being read', () => {
    cache.get('a', 59);
    expect(cache.get('a', 60)).toBeUndefined();
  });

  it('are kept longer when they are set again', () => {
    cache.set('a', 'A2', 120);
    expect(cache.get('a', 60)).toBe('A2');
  });

  it('are at most so many: the one that was used longest ago goes', () => {
    cache.set('b', 'B', 60);
    cache.get('a', 0);
    cache.set('c', 'C', 60);
    expect([cache.get('a', 0), cache.get('b', 0), cache.get('c', 0)]).toEqual(['A', undefined, 'C']);
  });

  it('are forgotten on demand, one or all', () => {
    cache.set('b', 'B', 60);
    cache.delete('a');
    expect([cache.get('a', 0), cache.get('b', 0)]).toEqual([undefined, 'B']);
    cache.clear();
    expect(cache.get('b', 0)).toBeUndefined();
  });
});
