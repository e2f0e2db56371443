import { loginValue } from './login-value.ts';

describe('The unique value of a login', () => {
  it('is the pair of issuer and subject, to the letter, for ever', () => {
    expect(loginValue({ issuer: 'https://id.example', subject: 'Ben@Acme.example' })).toEqual({
      kind: 'login',
      value: '["https://id.example","Ben@Acme.example"]',
    });
  });

  it('is no other login’s, however issuer and subject are cut', () => {
    const cuts = [
      ['a', 'b c'],
      ['a b', 'c'],
      ['a","b', 'c'],
      ['a', 'b","c'],
      ['a\0b', 'c'],
      ['a', 'b\0c'],
      ['', 'a'],
      ['a', ''],
    ] as const;
    const values = cuts.map(([issuer, subject]) => loginValue({ issuer, subject }).value);
    expect(new Set(values).size).toBe(cuts.length);
  });
});
