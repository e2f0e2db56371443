import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { OpaqueTexts } from './opaque-texts.ts';

const PURPOSE = ['a list', { kinds: ['open'] }];
const texts = new OpaqueTexts(randomBytes(32));
const place = { openedAt: '2026-03-02T09:00:00.000Z', id: 'tkt_1' };
const text = texts.textOf(PURPOSE, place);

describe('An opaque text', () => {
  it('holds what was put into it, also for another gateway with the same key', () => {
    const key = randomBytes(32);
    const carried = new OpaqueTexts(key).textOf(PURPOSE, place);
    expect(new OpaqueTexts(Buffer.from(key)).contentOf(PURPOSE, carried)).toEqual(place);
  });

  it('holds any content', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (content) => {
        const json = JSON.stringify(content);
        expect(JSON.stringify(texts.contentOf(PURPOSE, texts.textOf(PURPOSE, content)))).toBe(json);
      }),
    );
  });

  it('is the same for the same content, and shows nothing of it, not even how many digits it has', () => {
    expect(texts.textOf(PURPOSE, place)).toBe(text);
    expect(Buffer.from(text, 'base64url').toString('latin1')).not.toContain('tkt_1');
    expect(texts.textOf(PURPOSE, 7)).toHaveLength(texts.textOf(PURPOSE, 7_000_000).length);
  });

  it('holds nothing for another purpose, and nothing for another tenant', () => {
    expect(texts.contentOf(['a list', { kinds: ['closed'] }], text)).toBeUndefined();
    expect(new OpaqueTexts(randomBytes(32)).contentOf(PURPOSE, text)).toBeUndefined();
  });

  it('holds nothing where anything in it was changed', () => {
    const bytes = Buffer.from(text, 'base64url');
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(texts.contentOf(PURPOSE, changed.toString('base64url'))).toBeUndefined();
    }
    for (const length of bytes.keys())
      expect(texts.contentOf(PURPOSE, bytes.subarray(0, length).toString('base64url'))).toBeUndefined();
  });

  it('that is none breaks nothing, whatever it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (any) => texts.contentOf(PURPOSE, any) === undefined));
  });
});
