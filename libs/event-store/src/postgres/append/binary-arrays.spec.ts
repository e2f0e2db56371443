import { ArrayWriter, BIGINT, BYTES, INTEGER, TEXT, TIMESTAMP, UUID } from './binary-arrays.ts';

const binaryArray: ArrayWriter['write'] = (type, values) => new ArrayWriter().write(type, values);
const hex = (bytes: Buffer): string => bytes.toString('hex');

/** An array as `array_send` writes it: dimensions, whether there are NULLs, type, count, lower bound, then each with its length. */
const array = (nulls: 0 | 1, oid: number, count: number, ...elements: readonly string[]): string =>
  [1, nulls, oid, count, 1].map((n) => n.toString(16).padStart(8, '0')).join('') + elements.join('');

describe('An array in PostgreSQL’s binary format', () => {
  it('holds texts as UTF-8, quotes and braces as they are', () => {
    expect(hex(binaryArray(TEXT, ['a', '', 'ü🙂', '"{,}\\']))).toBe(
      array(0, 25, 4, '0000000161', '00000000', '00000006c3bcf09f9982', '00000005227b2c7d5c'),
    );
  });

  it('holds bytes', () => {
    expect(hex(binaryArray(BYTES, [new Uint8Array([0, 255]), new Uint8Array()]))).toBe(
      array(0, 17, 2, '0000000200ff', '00000000'),
    );
  });

  it('holds NULLs, and says so', () => {
    expect(hex(binaryArray(BYTES, [undefined, new Uint8Array([1])]))).toBe(array(1, 17, 2, 'ffffffff', '0000000101'));
  });

  it('holds UUIDs, in whichever case they are written', () => {
    const bytes = '2df5b1a674b25962a3a91a47624268be';
    const text = '2df5b1a6-74b2-5962-a3a9-1a47624268be';
    expect(hex(binaryArray(UUID, [text, text.toUpperCase()]))).toBe(
      array(0, 2950, 2, `00000010${bytes}`, `00000010${bytes}`),
    );
  });

  it('holds integers of both sizes, also negative', () => {
    expect(hex(binaryArray(INTEGER, [1, -2, 2 ** 31 - 1]))).toBe(
      array(0, 23, 3, '0000000400000001', '00000004fffffffe', '000000047fffffff'),
    );
    expect(hex(binaryArray(BIGINT, [-2, Number.MAX_SAFE_INTEGER]))).toBe(
      array(0, 20, 2, '00000008fffffffffffffffe', '00000008001fffffffffffff'),
    );
  });

  it('holds instants as microseconds since 2000, before and after', () => {
    expect(hex(binaryArray(TIMESTAMP, [946_684_800_000, 946_684_800_001, 946_684_799_999]))).toBe(
      array(0, 1184, 3, '000000080000000000000000', '0000000800000000000003e8', '00000008fffffffffffffc18'),
    );
  });

  it('holds nothing', () => {
    expect(hex(binaryArray(TEXT, []))).toBe(array(0, 25, 0));
  });

  it('is no longer than what it holds, however much room was taken for it', () => {
    const large = binaryArray(TEXT, ['漢'.repeat(10_000)]);
    expect(large).toHaveLength(20 + 4 + 30_000);
  });

  it('keeps its bytes while others are written after it, however many, and until its writer starts again', () => {
    const writer = new ArrayWriter();
    const texts = Array.from({ length: 50 }, (_, n) => [String(n).repeat(n * 20)]);
    const arrays = texts.map((text) => writer.write(TEXT, text));
    expect(arrays.map(hex)).toEqual(texts.map((text) => hex(binaryArray(TEXT, text))));
    writer.restart();
    const written = writer.write(TEXT, ['again']);
    expect(writer.write(UUID, [])).toHaveLength(20);
    expect(hex(written)).toBe(hex(binaryArray(TEXT, ['again'])));
  });
});
