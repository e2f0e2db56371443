import { SharedLook } from './shared-look.ts';

describe('A shared look', () => {
  it('is taken once for all who ask within its time', async () => {
    let looks = 0;
    const shared = new SharedLook(() => Promise.resolve((looks += 1)), 1);
    expect(await Promise.all([shared.soon(), shared.soon(), shared.soon()])).toEqual([1, 1, 1]);
    expect(await shared.soon()).toBe(2);
  });

  it('begins after the question: who asks during one gets the next', async () => {
    const answers: ((answer: string) => void)[] = [];
    let begun: () => void = () => undefined;
    const shared = new SharedLook(() => {
      begun();
      return new Promise<string>((resolve) => void answers.push(resolve));
    }, 1);
    const looking = () => new Promise<void>((resolve) => void (begun = resolve));
    const first = looking();
    const early = shared.soon();
    await first;
    const second = looking();
    const late = shared.soon();
    await second;
    answers[0]!('old');
    answers[1]!('new');
    expect([await early, await late]).toEqual(['old', 'new']);
  });

  it('tells all who asked of a fault, and nobody else', async () => {
    let faulty = true;
    const look = () => (faulty ? Promise.reject(new Error('away')) : Promise.resolve('here'));
    const shared = new SharedLook(look, 1);
    await expect(shared.soon()).rejects.toThrow('away');
    faulty = false;
    expect(await shared.soon()).toBe('here');
  });
});
