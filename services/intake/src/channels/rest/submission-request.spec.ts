import { readIdempotencyKey, readSubmission } from './submission-request.ts';

const asked = { mail: 'carla@example.org', subject: 'No network', body: 'Since this morning.' };

describe('A submission over JSON', () => {
  it('is a request, in the language it names', () => {
    expect(readSubmission({ ...asked, language: 'de-AT' })).toEqual({
      request: { ...asked, name: '', checked: true },
      language: 'de-AT',
    });
  });

  it('is told all its faults at once', () => {
    expect(readSubmission({ mail: 7, subject: '', body: null, name: ['x'], language: 'x', spam: true })).toEqual({
      code: 'INVALID_INPUT',
      path: ['mail'],
      faults: [
        { path: ['mail'], rule: 'NOT_TEXT' },
        { path: ['body'], rule: 'NOT_TEXT' },
        { path: ['name'], rule: 'NOT_TEXT' },
        { path: ['spam'], rule: 'UNKNOWN_FIELD' },
        { path: ['subject'], rule: 'REQUIRED' },
        { path: ['language'], rule: 'NOT_A_LANGUAGE' },
      ],
    });
  });

  it.each([undefined, null, 'text', 7, [asked]])('is an object: %j is none', (body) => {
    expect(() => readSubmission(body)).toThrow('not a JSON object');
  });
});

describe('An idempotency key', () => {
  it('may be left out', () => {
    expect(readIdempotencyKey(undefined)).toBeUndefined();
    expect(readIdempotencyKey('order-17')).toBe('order-17');
  });

  it.each(['', 'a b', 'x'.repeat(256), 'ä'])('is printable and short: %j is none', (key) => {
    expect(() => readIdempotencyKey(key)).toThrow('Idempotency-Key');
  });
});
