const LENGTH = 4;

/**
 * Texts as bytes that no other texts give: each its length (unsigned, 32 bits, big endian) and that many bytes of UTF-8.
 */
export function lengthPrefixed(texts: readonly string[]): Buffer {
  // A UTF-16 unit takes at most three bytes of UTF-8.
  const bytes = Buffer.allocUnsafe(texts.reduce((room, text) => room + LENGTH + text.length * 3, 0));
  let end = 0;
  for (const text of texts) {
    const length = bytes.write(text, end + LENGTH);
    bytes.writeUInt32BE(length, end);
    end += LENGTH + length;
  }
  return bytes.subarray(0, end);
}
