import { jest } from '@jest/globals';
import { Causes, endsIn, wordsOf } from './service-ends.ts';

const AT = Date.parse('2026-11-25T12:00:00.000Z');
const line = (msg: string, seconds: number): string =>
  JSON.stringify({ level: 40, time: new Date(AT + seconds * 1_000).toISOString(), msg });
const ended = (service: string, how: string, seconds: number): string =>
  line(`${service} ended (${how}) and is started again.`, seconds);
const logOf = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** Which ends, by service, way and second, nothing explains that was done, each at its second. */
const unexplained = (log: string, ...done: readonly (readonly [service: string, how: string, seconds: number])[]) => {
  const causes = new Causes();
  for (const [service, how, seconds] of done) causes.add({ service, hows: [how], at: AT + seconds * 1_000 });
  return causes.judge(endsIn(log)).unexplained.map(({ service, how, at }) => `${service} ${how} ${(at - AT) / 1_000}`);
};

describe('Services that end, as the log tells', () => {
  it('are told of with what was logged right before, by whomever', () => {
    const log = logOf(
      line('long ago', 0),
      ...Array<string>(11).fill(' at somewhere'),
      'Connection lost',
      ended('tickets', '1', 2),
      line('later', 3),
    );
    const [end, ...others] = endsIn(log);
    expect(others).toEqual([]);
    expect(end).toMatchObject({ service: 'tickets', how: '1', at: AT + 2_000 });
    expect(end!.before).toEqual([...Array<string>(11).fill(' at somewhere'), 'Connection lost']);
    expect(wordsOf(end!)).toMatch(
      /^tickets ended by itself \(1\) at 2026-11-25T12:00:02.000Z, after: [\s\S]*Connection lost$/,
    );
  });

  it('are not made of other lines, nor of one that is half written', () => {
    const half = ended('access', '1', 0).slice(0, -1);
    expect(endsIn(logOf(line('access ended (1)', 0), 'access ended (1) and is started again.', half))).toEqual([]);
  });

  it('ended by what was done to them are nobody’s fault', () => {
    const log = logOf(ended('access', 'SIGKILL', 1), ended('tickets', '0', 2), ended('tickets', '0', 4));
    expect(unexplained(log, ['access', 'SIGKILL', 1], ['tickets', '0', 1], ['tickets', '0', 3])).toEqual([]);
  });

  it('end by themselves where nothing was done, or something else, or to another, or later', () => {
    const log = logOf(ended('access', '1', 5));
    expect(unexplained(log)).toEqual(['access 1 5']);
    expect(unexplained(log, ['access', 'SIGKILL', 4])).toEqual(['access 1 5']);
    expect(unexplained(log, ['tickets', '1', 4])).toEqual(['access 1 5']);
    expect(unexplained(log, ['access', '1', 6])).toEqual(['access 1 5']);
  });

  it('end by themselves the second time, where one thing was done once', () => {
    const log = logOf(ended('access', 'SIGKILL', 1), ended('access', 'SIGKILL', 9));
    expect(unexplained(log, ['access', 'SIGKILL', 1])).toEqual(['access SIGKILL 9']);
  });

  it('are not excused by what was done before everything was started again', () => {
    const causes = new Causes();
    causes.add({ service: 'access', hows: ['SIGKILL'], at: AT });
    causes.close(AT + 1_000);
    expect(causes.judge(endsIn(ended('access', 'SIGKILL', 1))).unexplained).toEqual([]);
    expect(causes.judge(endsIn(ended('access', 'SIGKILL', 2))).unexplained).toHaveLength(1);
  });

  describe('while PostgreSQL is away', () => {
    beforeEach(() => jest.useFakeTimers({ now: AT }));
    afterEach(() => jest.useRealTimers());

    /** From the tenth to the twentieth second. */
    async function judged(...lines: readonly string[]) {
      const causes = new Causes();
      causes.add({ service: 'access', hows: ['SIGKILL'], at: AT });
      jest.setSystemTime(AT + 10_000);
      await causes.withoutPostgres(async () => void jest.setSystemTime(AT + 20_000));
      const { unexplained: found, notStarted } = causes.judge(endsIn(logOf(...lines)));
      return { found: found.length, notStarted: notStarted.length };
    }
    const killed = ended('access', 'SIGKILL', 8);

    it('end with 1 as long as they start, and are started again', async () => {
      expect(await judged(killed, ended('access', '1', 12))).toEqual({ found: 0, notStarted: 1 });
      expect(await judged(killed, ended('access', '1', 19), ended('access', '1', 21))).toEqual({
        found: 0,
        notStarted: 2,
      });
    });

    it('end by themselves where they were at work already, or in another way', async () => {
      expect(await judged(ended('access', '1', 12))).toEqual({ found: 1, notStarted: 0 });
      expect(await judged(killed, ended('tickets', '1', 12))).toEqual({ found: 1, notStarted: 0 });
      expect(await judged(ended('access', 'SIGKILL', -30), ended('access', '1', 12))).toMatchObject({ notStarted: 0 });
      expect(await judged(killed, ended('access', '0', 12))).toEqual({ found: 1, notStarted: 0 });
    });

    it('end by themselves before it is, and after it was', async () => {
      expect(await judged(killed, ended('access', '1', 9))).toEqual({ found: 1, notStarted: 0 });
      const [again, later] = [ended('access', '1', 21), ended('access', '1', 24)];
      expect(await judged(killed, again, later)).toEqual({ found: 1, notStarted: 1 });
    });
  });
});
