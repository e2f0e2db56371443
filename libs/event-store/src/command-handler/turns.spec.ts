import { BusyError } from '../port/errors.ts';
import { Turns } from './turns.ts';

describe('Turns', () => {
  const gate = () => Promise.withResolvers<void>();

  it('let works of one name run one after the other, in the order of their coming', async () => {
    const turns = new Turns(10);
    const heard: string[] = [];
    const work = (name: string) => async () => {
      heard.push(`${name} begins`);
      await Promise.resolve();
      heard.push(`${name} ends`);
      return name;
    };
    expect(await Promise.all(['a', 'b', 'c'].map((name) => turns.take('one', work(name))))).toEqual(['a', 'b', 'c']);
    expect(heard).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('let works of other names run beside them', async () => {
    const turns = new Turns(10);
    const [held, other] = [gate(), gate()];
    const first = turns.take('one', () => held.promise);
    await turns.take('other', () => Promise.resolve(other.resolve()));
    await other.promise;
    held.resolve();
    await first;
  });

  it('go on after a work that failed, and tell only who sent it', async () => {
    const turns = new Turns(10);
    const failing = turns.take('one', () => Promise.reject(new Error('broken')));
    const next = turns.take('one', () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('done');
  });

  it('refuse as busy what comes on top of so many, of that name alone, until one is done', async () => {
    const turns = new Turns(2);
    const held = gate();
    const taken = [turns.take('one', () => held.promise), turns.take('one', () => held.promise)];
    let ran = false;
    await expect(turns.take('one', async () => void (ran = true))).rejects.toThrow(BusyError);
    await turns.take('other', () => Promise.resolve());
    held.resolve();
    await Promise.all(taken);
    expect(ran).toBe(false);
    expect(await turns.take('one', () => Promise.resolve('taken again'))).toBe('taken again');
  });

  it('remember nobody whose works are all done', async () => {
    const turns = new Turns(10);
    const works = ['a', 'b', 'a'].map((name) => turns.take(name, () => Promise.resolve()));
    expect(turns.size).toBe(2);
    await Promise.all(works);
    await new Promise(setImmediate);
    expect(turns.size).toBe(0);
  });
});
