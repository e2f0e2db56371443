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
  findings: [],
};
const of = (findings: readonly string[]) =>
  textOf({ asked, program: 'npm run start:distributed', course: { ...course, findings }, at: new Date(0) });

describe('The report of a long run', () => {
  it('says how to do the same again, what was done, and what was counted', () => {
    const text = of([]);
    expect(text).toContain('npm run resilience -- --program distributed --minutes 60 --seed 7 --every 10');
    expect(text).toContain('| kill -9 of Kafka | 2 |\n| kill -9 of tickets | 3 |');
    expect(text).toContain('| strikes | 5 |');
    expect(text).toContain('| commands acknowledged | 1000 |');
    expect(text).toMatch(/## Findings\n\nNone\.\n$/);
  });

  it('names each finding on a line', () => {
    expect(of(['one\nof two lines', 'another'])).toMatch(/## Findings\n\n- one of two lines\n- another\n$/);
  });
});
