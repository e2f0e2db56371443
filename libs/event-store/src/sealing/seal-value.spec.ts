import type { SubjectKey } from '../port/key-ring.ts';
import { openValue, sealValue } from './seal-value.ts';
import { toMessageValue, type StoredSealedValue } from './sealed-value.ts';

const keyOf = (n: number): SubjectKey => ({ keyId: `key-${n}`, key: new Uint8Array(32).fill(n) });
const ringOf = (...keys: readonly SubjectKey[]): Map<string, Uint8Array> =>
  new Map(keys.map(({ keyId, key }) => [keyId, key]));

const [one, two, three] = [keyOf(1), keyOf(2), keyOf(3)];
const plaintext = Buffer.from('Since this morning 🙂');
const place = { eventId: '2df5b1a6-74b2-5962-a3a9-1a47624268be', schemaVersion: 3 };
const subject = 'psn_01h455vb4pex5vsknk084sn02c';
const seal = (...keys: readonly [SubjectKey, ...SubjectKey[]]) => sealValue(plaintext, keys, { ...place, subject });
const open = (sealed: StoredSealedValue, ...keys: readonly SubjectKey[]) =>
  openValue({ ...place, sealed }, ringOf(...keys));

describe('A sealed value', () => {
  it('opens with its key, and says nothing without', () => {
    const sealed = seal(one);
    expect(sealed).toMatchObject({ format: 1, keyIds: ['key-1'], subject });
    expect(Buffer.from(sealed.ciphertext, 'base64').includes('morning')).toBe(false);
    expect(Buffer.from(open(sealed, two, one) as Uint8Array)).toEqual(plaintext);
  });

  it('is erased where its key is gone', () => {
    expect(open(seal(one), two)).toBe('erased');
    expect(open(seal(one))).toBe('erased');
  });

  it('never has the nonce of another', () => {
    const nonces = Array.from({ length: 1_000 }, () => seal(one).nonce);
    expect(new Set(nonces).size).toBe(1_000);
  });

  it('may be of nothing, and of much', () => {
    for (const length of [0, 1, 60_000]) {
      const bytes = Buffer.alloc(length, 'ü');
      const sealed = sealValue(bytes, [one], { ...place, subject });
      expect(Buffer.from(open(sealed, one) as Uint8Array).equals(bytes)).toBe(true);
    }
  });

  it('passes through the public message closed, byte for byte', () => {
    const sealed = seal(one, two);
    const carried = toMessageValue(sealed);
    expect(carried).toMatchObject({ format: 1, keyIds: sealed.keyIds, subject });
    expect(carried.ciphertext.toString('base64')).toBe(sealed.ciphertext);
    expect(Buffer.from(openValue({ ...place, sealed: carried }, ringOf(one, two)) as Uint8Array)).toEqual(plaintext);
  });

  describe('under several keys', () => {
    it('opens with all of them, in whichever order the reader has them', () => {
      const sealed = seal(one, two, three);
      expect(sealed.keyIds).toEqual(['key-1', 'key-2', 'key-3']);
      expect(Buffer.from(open(sealed, three, one, two) as Uint8Array)).toEqual(plaintext);
    });

    it('is erased where any of them is gone', () => {
      for (const rest of [[two, three], [one, three], [one, two], [one], []]) {
        expect(open(seal(one, two, three), ...rest)).toBe('erased');
      }
    });

    it('is sealed under none of them alone, nor under fewer, nor in another order', () => {
      const sealed = seal(one, two);
      for (const keyIds of [['key-1'], ['key-2'], ['key-2', 'key-1'], ['key-1', 'key-2', 'key-3']]) {
        expect(() => open({ ...sealed, keyIds }, one, two, three)).toThrow(
          expect.objectContaining({ code: 'BROKEN_SEAL' }),
        );
      }
    });
  });

  describe('is broken', () => {
    const broken = expect.objectContaining({ code: 'BROKEN_SEAL', eventId: place.eventId });
    const changed = (base64: string, at: number): string => {
      const bytes = Buffer.from(base64, 'base64');
      bytes[at]! ^= 1;
      return bytes.toString('base64');
    };

    it('where any byte of nonce, ciphertext or tag was changed', () => {
      const sealed = seal(one);
      for (const field of ['nonce', 'ciphertext'] as const) {
        const { length } = Buffer.from(sealed[field], 'base64');
        for (let at = 0; at < length; at += 1) {
          expect(() => open({ ...sealed, [field]: changed(sealed[field], at) }, one)).toThrow(broken);
        }
      }
    });

    it('where something was cut off or added', () => {
      const sealed = seal(one);
      for (const ciphertext of ['', 'AAAA', sealed.ciphertext.slice(0, -8), `AAAA${sealed.ciphertext}`]) {
        expect(() => open({ ...sealed, ciphertext }, one)).toThrow(broken);
      }
      for (const nonce of ['', `AAAA${sealed.nonce}`]) expect(() => open({ ...sealed, nonce }, one)).toThrow(broken);
    });

    it('in another event', () => {
      const eventId = 'd91621f8-f928-5c5e-9710-04c1d8d74ddd';
      const value = { ...place, eventId, sealed: seal(one) };
      expect(() => openValue(value, ringOf(one))).toThrow(expect.objectContaining({ code: 'BROKEN_SEAL', eventId }));
    });

    it('in another schema version: an upcast event is opened with the version that is stored', () => {
      const value = { ...place, schemaVersion: 4, sealed: seal(one) };
      expect(() => openValue(value, ringOf(one))).toThrow(broken);
    });

    it('under another subject', () => {
      expect(() => open({ ...seal(one), subject: 'psn_2' }, one)).toThrow(broken);
    });

    it('under another key of the same id', () => {
      expect(() => open(seal(one), { keyId: 'key-1', key: two.key })).toThrow(broken);
    });

    it('where it names no key', () => {
      expect(() => open({ ...seal(one), keyIds: [] }, one)).toThrow(broken);
    });
  });

  it('of a format that is not known is refused, and not taken for erased', () => {
    const newer = { ...seal(one), format: 2 } as unknown as StoredSealedValue;
    for (const keys of [[one], []]) {
      expect(() => open(newer, ...keys)).toThrow(expect.objectContaining({ code: 'UNKNOWN_SEAL_FORMAT' }));
    }
  });

  it('does not ask in which case the event’s id is written', () => {
    const value = { ...place, eventId: place.eventId.toUpperCase(), sealed: seal(one) };
    expect(Buffer.from(openValue(value, ringOf(one)) as Uint8Array)).toEqual(plaintext);
  });
});
