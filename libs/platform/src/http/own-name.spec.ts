import { isOwnName } from './own-name.ts';

describe('A request to a desk on loopback', () => {
  it.each(['localhost', 'localhost:4000', '127.0.0.1:4000', '127.8.0.1', '[::1]:4000', 'desk.localhost:80'])(
    'is taken when it asks for %s',
    (host) => expect(isOwnName(host)).toBe(true),
  );

  it.each([
    'desk.example:4000',
    '127.0.0.1.example',
    'localhost.example:4000',
    '10.0.0.1',
    '',
    undefined,
    '127.0.0.1:x',
  ])('is not taken when it asks for %s', (host) => expect(isOwnName(host)).toBe(false));
});
