import { uuidV5 } from './uuid-v5.ts';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const URL = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

describe('A UUID of a name', () => {
  it('is the one that RFC 9562 gives as its example (appendix A.4)', () => {
    expect(uuidV5(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it.each([
    [DNS, '', '4ebd0208-8328-5d69-8c44-ec50939c0967'],
    [URL, 'http://www.example.com/ü', 'd7786deb-a1c6-5c78-8e1b-d5325e986cb7'],
  ])('is that which other programs make (%s, %j)', (namespace, name, expected) => {
    expect(uuidV5(namespace, name)).toBe(expected);
  });

  it('does not ask in which case its namespace is written', () => {
    expect(uuidV5(DNS.toUpperCase(), 'a')).toBe(uuidV5(DNS, 'a'));
  });
});
