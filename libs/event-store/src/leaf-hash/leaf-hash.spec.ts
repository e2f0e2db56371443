import { hash } from 'node:crypto';
import { leafHash, type Leaf } from './leaf-hash.ts';
import committed from './leaf-hash.vectors.json' with { type: 'json' };

const { encoding, vectors } = committed;

/** The encoding once more, from its description alone, so that both must err alike to pass. */
function encoded({ tenant, stream, eventId, type, schemaVersion, recordedAt, data, metadata }: Leaf): string {
  const fields = ['ledgerdesk-leaf-v1', tenant, stream, eventId, type, `${schemaVersion}`, recordedAt, data, metadata];
  return fields
    .map((field) => [...new TextEncoder().encode(field)])
    .flatMap((bytes) => [bytes.length >>> 24, bytes.length >>> 16, bytes.length >>> 8, bytes.length, ...bytes])
    .map((byte) => (byte & 0xff).toString(16).padStart(2, '0'))
    .join('');
}

const leafOf = (vector: (typeof vectors)[number]): Leaf => vector.leaf as Leaf;

describe('The hash of a leaf', () => {
  it('is described beside its vectors', () => {
    expect(encoding).toContain('ledgerdesk-leaf-v1');
    expect(vectors.length).toBeGreaterThan(10);
  });

  it.each(vectors)('is for ever what it was: $name', (vector) => {
    expect(leafHash(leafOf(vector)).toString('hex')).toBe(vector.leafHash);
    const bytes = encoded(leafOf(vector));
    if (vector.encoded !== undefined) expect(bytes).toBe(vector.encoded);
    expect(hash('sha256', Buffer.from(bytes, 'hex'))).toBe(vector.leafHash);
  });

  it('is another where any field is another', () => {
    const [first] = vectors;
    const leaf = leafOf(first!);
    const changed = Object.keys(leaf).map((field) =>
      leafHash({ ...leaf, [field]: field === 'schemaVersion' ? 2 : `${leaf[field as 'type']} ` }).toString('hex'),
    );
    expect(new Set([first!.leafHash, ...changed]).size).toBe(9);
  });

  it('is nobody’s who knows of another: each vector has its own', () => {
    expect(new Set(vectors.map((vector) => vector.leafHash)).size).toBe(vectors.length);
  });

  it('stays when another is computed', () => {
    const [first, second] = vectors.map(leafOf);
    const kept = leafHash(first!);
    const before = kept.toString('hex');
    leafHash(second!);
    expect(kept.toString('hex')).toBe(before);
  });
});
