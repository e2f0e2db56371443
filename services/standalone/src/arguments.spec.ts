import { parseArguments } from './arguments.ts';

const parsed = (...args: readonly string[]) => parseArguments(args, '/home/ada/clone');

describe('The command line of npm start', () => {
  it('may be empty', () => {
    expect(parsed()).toEqual({ data: undefined, empty: false, help: false });
  });

  it('names the data folder as seen from where it was typed', () => {
    expect(parsed('--data', 'here').data).toBe('/home/ada/clone/here');
    expect(parsed('--data=/var/lib/desk').data).toBe('/var/lib/desk');
  });

  it('may ask for no demo desk, or for help', () => {
    expect(parsed('--empty').empty).toBe(true);
    expect(parsed('-h').help).toBe(true);
  });

  it('is refused where the folder is blank: it must not mean the one somebody stands in', () => {
    expect(() => parsed('--data=')).toThrow('names no folder');
  });

  it.each([['--nope'], ['folder'], ['--data']])('is refused with %s', (arg) => {
    expect(() => parsed(arg)).toThrow(arg);
  });
});
