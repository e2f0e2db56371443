import { daysBetween, instantOf, isInstant } from './instants.ts';

describe('An instant', () => {
  it('is written in UTC with milliseconds', () => {
    expect(instantOf(0)).toBe('1970-01-01T00:00:00.000Z');
  });

  it.each(['2026-03-02', '2026-03-02T09:30:00Z', '2026-02-30T00:00:00.000Z', 'now'])('is not %s', (text) => {
    expect(isInstant(text)).toBe(false);
  });

  it('knows how many days lie between it and another', () => {
    expect(daysBetween(instantOf(0), instantOf(129_600_000))).toBe(1.5);
  });
});
