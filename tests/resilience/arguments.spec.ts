import { parseArguments } from './arguments.ts';

describe('A long run', () => {
  it('is of npm start and ten minutes, under a seed by chance, unless more is said', () => {
    expect(parseArguments([])).toEqual({ program: 'main', minutes: 10, every: 10, seed: expect.any(Number) });
  });

  it('is what it is asked to be', () => {
    const args = ['--program', 'distributed', '--minutes', '60', '--seed', '7', '--every', '5'];
    expect(parseArguments(args)).toEqual({ program: 'distributed', minutes: 60, seed: 7, every: 5 });
  });

  it.each([
    [['--program', 'other'], /no program "other"/],
    [['--minutes', '0'], /--minutes must be a number above 0/],
    [['--seed', 'seven'], /--seed must be/],
    [['--hours', '1'], /--hours/],
  ])('is refused where it is asked for by %j', (args, words) => {
    expect(() => parseArguments(args)).toThrow(words);
  });
});
