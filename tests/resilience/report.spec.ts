import { textOf } from './report.ts';

const asked = { program: 'distributed', minutes: 60, seed: 7, every: 10 } as const;
const course = {
  strikes: new Map([
    ['kill -9 of tickets', 3],
    ['kill -9 of Kafka', 2],
  ]),
  seconds: 3_660,
  reckonings: 6,
  commands: 1_000,
  submissions: 100,
  events: 2_000,
  notStarted: 4,
  findings: [],
};
const of = (findings: readonly string[]) =>
  textOf({
    asked,
    program: 'npm run start:distributed',
    course: { ...course, findings },
    source: 'abc1234, and changes that are in no commit',
    began: new Date('2026-11-25T12:56:07Z'),
    ended: new Date('2026-11-25T13:58:59Z'),
  });

describe('The report of a long run', () => {
  it('says how to do the same again, what was done, and what was counted', () => {
    const text = of([]);
    expect(text).toContain('npm run resilience -- --program distributed --minutes 60 --seed 7 --every 10');
    expect(text).toContain('| kill -9 of Kafka | 2 |\n| kill -9 of tickets | 3 |');
    expect(text).toContain('| strikes | 5 |');
    expect(text).toContain('could not start while PostgreSQL was away, and were started again | 4 |');
    expect(text).toContain('| commands acknowledged | 1000 |');
    expect(text).toMatch(/## Findings\n\nNone\.\n$/);
  });

  it('says of which source it was, and from when to when', () => {
    const text = of([]);
    expect(text).toContain('| commit | abc1234, and changes that are in no commit |');
    expect(text).toContain('| began | 2026-11-25 12:56 UTC |\n| ended | 2026-11-25 13:58 UTC |');
  });

  it('names each finding on a line', () => {
    expect(of(['one\nof two lines', 'another'])).toMatch(/## Findings\n\n- one of two lines\n- another\n$/);
  });
});
