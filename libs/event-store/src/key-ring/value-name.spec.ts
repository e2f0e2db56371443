import { valueName } from './value-name.ts';

const key = Uint8Array.from({ length: 32 }, (_, n) => n);
const login = { kind: 'login', value: '["https://id.example","björn@acme.example"]' };

describe('The name of a value', () => {
  it('is what it always was', () => {
    expect(valueName(key, login)).toBe('c4d4fa17184907912fa1be249e30c3d3f43406ff51747a1b48691b65f8a998c6');
  });

  it('is another one for another key, kind or value', () => {
    const names = [
      valueName(key, login),
      valueName(key.toReversed(), login),
      valueName(key, { ...login, kind: 'mail' }),
      valueName(key, { ...login, value: '' }),
    ];
    expect(new Set(names).size).toBe(names.length);
  });
});
