import fc from 'fast-check';
import { normalMail } from './mail-address.ts';

describe('A mail address', () => {
  it.each([
    ['ben@acme.example', 'ben@acme.example'],
    ['  Ben@ACME.Example\n', 'ben@acme.example'],
    ['BEN.MILLER+tickets@acme.example', 'ben.miller+tickets@acme.example'],
    ['josé@acme.example', 'jos\u00e9@acme.example'],
    ['jose\u0301@acme.example', 'jos\u00e9@acme.example'],
    ['info@bücher.example', 'info@xn--bcher-kva.example'],
    ['info@xn--bcher-kva.example', 'info@xn--bcher-kva.example'],
    ['root@localhost', 'root@localhost'],
    ['a/b@acme.example', 'a/b@acme.example'],
  ])('written %j is %j', (written, normal) => {
    expect(normalMail(written)).toBe(normal);
  });

  it.each([
    '',
    '@',
    'ben',
    'ben@',
    '@acme.example',
    'ben @acme.example',
    'Ben <ben@acme.example>',
    'ben@acme.example, ada@acme.example',
    'ben@acme@example',
    'ben@acme..example',
    'ben@-acme.example',
    'ben@acme.example:25',
    'ben@acme.example/x',
    'ben@[127.0.0.1]',
    'ben@127.0.0.1',
    'ben@0x7f.1',
    'ben\u0000@acme.example',
    'ben\r\nBcc: ada@acme.example',
    '"ben"@acme.example',
    '\ud800@acme.example',
    `${'b'.repeat(65)}@acme.example`,
    `b@${'a.'.repeat(130)}example`,
  ])('is not %j', (text) => {
    expect(normalMail(text)).toBeUndefined();
  });

  it('is its own normal form, and never breaks', () => {
    const likely = fc
      .tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))
      .map((parts) => parts.join('@'));
    fc.assert(
      fc.property(fc.oneof(likely, fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
        const normal = normalMail(text);
        if (normal !== undefined) expect(normalMail(normal)).toBe(normal);
      }),
    );
  });
});
