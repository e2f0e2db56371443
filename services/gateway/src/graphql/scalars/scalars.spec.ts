import { DateTime } from './date-time.scalar.ts';
import { Uuid } from './uuid.scalar.ts';

describe('A DateTime', () => {
  it.each([
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T10:30:00.123456+01:30', '2026-03-02T09:00:00.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s is read as %s', (text, instant) => {
    expect(DateTime.parseValue(text)).toBe(instant);
  });

  it.each([
    '2026-03-02',
    '2026-03-02T09:00:00',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T25:00:00Z',
    'now',
    '',
    1,
    null,
  ])('%j is none', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow('not an instant');
  });
});

describe('A UUID', () => {
  it('is read in any case', () => {
    expect(Uuid.parseValue('0193B5C0-7E1A-7ABC-8DEF-0123456789AB')).toBe('0193b5c0-7e1a-7abc-8def-0123456789ab');
  });

  it.each(['', '0193b5c07e1a7abc8def0123456789ab', '0193b5c0-7e1a-7abc-8def-0123456789ag', 7, {}])(
    'is not %j',
    (value) => {
      expect(() => Uuid.parseValue(value)).toThrow('not a UUID');
    },
  );
});
