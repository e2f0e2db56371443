import type { KeyRing } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';

const TENANT: TenantId = 'tnt_01kakq0000e0080000000000b1';
const OTHER: TenantId = 'tnt_01kakq0000e0080000000000b2';

/** What every key ring promises. `make` answers rings over the same keys, each with a memory of its own. */
export function keyRingConformance(name: string, make: () => Promise<() => KeyRing>): void {
  describe(`The key ring ${name}`, () => {
    let open: () => KeyRing;
    let ring: KeyRing;
    const opened: KeyRing[] = [];

    beforeEach(async () => {
      const another = await make();
      open = () => {
        const made = another();
        opened.push(made);
        return made;
      };
      ring = open();
    });
    afterEach(async () => void (await Promise.all(opened.splice(0).map((one) => one.close()))));

    it('makes a key of 32 bytes for each subject, and answers the same one ever after', async () => {
      const made = await ring.keysFor(TENANT, ['psn_a', 'psn_b']);
      expect([...made.keys()].sort()).toEqual(['psn_a', 'psn_b']);
      expect(made.get('psn_a')!.key).toHaveLength(32);
      expect(made.get('psn_a')).not.toEqual(made.get('psn_b'));
      for (const one of [ring, open()]) expect(await one.keysFor(TENANT, ['psn_b', 'psn_a'])).toEqual(made);
    });

    it('answers no subject with nothing', async () => {
      expect(await ring.keysFor(TENANT, [])).toEqual(new Map());
      expect(await ring.find(TENANT, [])).toEqual(new Map());
    });

    it('finds keys by their ids', async () => {
      const made = await ring.keysFor(TENANT, ['psn_a', 'psn_b']);
      const expected = new Map([...made.values()].map(({ keyId, key }) => [keyId, new Uint8Array(key)]));
      for (const one of [ring, open()]) {
        const found = await one.find(TENANT, [...expected.keys()]);
        expect(new Map([...found].map(([keyId, key]) => [keyId, new Uint8Array(key)]))).toEqual(expected);
      }
    });

    it('has no key under an id that it never gave, whatever the id looks like', async () => {
      const ids = ['00000000-0000-4000-8000-000000000000', 'no uuid', '', "'; DROP TABLE keys.subject_key; --"];
      expect(await ring.find(TENANT, ids)).toEqual(new Map());
    });

    it('keeps tenants apart: keys, ids and naming keys', async () => {
      const mine = (await ring.keysFor(TENANT, ['psn_a'])).get('psn_a')!;
      const theirs = (await ring.keysFor(OTHER, ['psn_a'])).get('psn_a')!;
      expect(theirs.keyId).not.toBe(mine.keyId);
      expect(Buffer.compare(theirs.key, mine.key)).not.toBe(0);
      expect(await open().find(OTHER, [mine.keyId])).toEqual(new Map());
      expect(Buffer.compare(await ring.namingKey(TENANT), await ring.namingKey(OTHER))).not.toBe(0);
    });

    it('has one naming key for a tenant, of 32 bytes, for ever', async () => {
      const key = Buffer.from(await ring.namingKey(TENANT));
      expect(key).toHaveLength(32);
      expect(key.equals(Buffer.from(await open().namingKey(TENANT)))).toBe(true);
    });

    it('forgets an erased key for ever, and the other subjects keep theirs', async () => {
      const made = await ring.keysFor(TENANT, ['psn_a', 'psn_b']);
      const [erased, kept] = [made.get('psn_a')!.keyId, made.get('psn_b')!.keyId];
      await ring.find(TENANT, [erased, kept]);
      await ring.erase(TENANT, 'psn_a');
      for (const one of [ring, open()]) {
        expect([...(await one.find(TENANT, [erased, kept])).keys()]).toEqual([kept]);
      }
    });

    it('gives a subject that was erased another key under another id', async () => {
      const before = (await ring.keysFor(TENANT, ['psn_a'])).get('psn_a')!;
      await ring.erase(TENANT, 'psn_a');
      const after = (await ring.keysFor(TENANT, ['psn_a'])).get('psn_a')!;
      expect(after.keyId).not.toBe(before.keyId);
      expect(Buffer.compare(after.key, before.key)).not.toBe(0);
    });

    it('erases a subject that has no key, and one of another tenant, without an effect', async () => {
      const { keyId } = (await ring.keysFor(TENANT, ['psn_a'])).get('psn_a')!;
      await ring.erase(TENANT, 'psn_nobody');
      await ring.erase(OTHER, 'psn_a');
      expect([...(await open().find(TENANT, [keyId])).keys()]).toEqual([keyId]);
    });

    it('agrees on the key where many create it at the same time', async () => {
      const subjects = Array.from({ length: 50 }, (_, n) => `psn_${n}`);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => open().keysFor(TENANT, n % 2 ? subjects : subjects.toReversed())),
      );
      for (const answer of answers) {
        for (const subject of subjects) expect(answer.get(subject)).toEqual(answers[0]!.get(subject));
      }
    });

    it('takes more subjects at once than one question holds', async () => {
      const subjects = Array.from({ length: 2_500 }, (_, n) => `psn_${n}`);
      const made = await ring.keysFor(TENANT, subjects);
      const ids = new Set([...made.values()].map(({ keyId }) => keyId));
      expect(ids.size).toBe(2_500);
      expect((await open().find(TENANT, [...ids])).size).toBe(2_500);
    });
  });
}
