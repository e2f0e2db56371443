import { instantFrom } from './instant-from.ts';

describe('A time as PostgreSQL writes it', () => {
  it.each([
    ['2026-03-02 09:30:00+00', '2026-03-02T09:30:00.000Z'],
    ['2026-03-02 09:30:00.5+00', '2026-03-02T09:30:00.500Z'],
    ['2026-03-02 09:30:00.123+00', '2026-03-02T09:30:00.123Z'],
    ['2026-03-02 09:30:00.123987+00', '2026-03-02T09:30:00.123Z'],
    ['2026-03-02 11:30:00.5+02', '2026-03-02T09:30:00.500Z'],
    ['2026-03-02 00:30:00-09:30', '2026-03-02T10:00:00.000Z'],
    ['0099-03-02 09:30:00+00', '0099-03-02T09:30:00.000Z'],
  ])('%s is the instant %s', (text, instant) => {
    expect(instantFrom(text)).toBe(instant);
  });

  it.each(['infinity', '10000-01-01 00:00:00+00', '0044-03-15 12:00:00+00 BC'])(
    'is no instant where it is %s',
    (text) => {
      expect(() => instantFrom(text)).toThrow(RangeError);
    },
  );
});
