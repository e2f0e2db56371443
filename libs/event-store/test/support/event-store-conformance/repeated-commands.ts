import { newId } from '@ledgerdesk/kernel';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Theme } from './event-store-conformance.ts';
import { idsOf, streamOf } from './reading.ts';
import { numbered } from './situation.ts';

export const repeatedCommands: Theme = (situation) => {
  describe('remembers a command', () => {
    const aMemo = () => ({ commandId: randomUUID(), digest: randomBytes(32) });
    const storedOf = (stream: Parameters<typeof streamOf>[1]) => streamOf(situation.store, stream);

    it('and answers its repeat as it did the first time, storing nothing', async () => {
      const [stream, memo] = [situation.aStream(), aMemo()];
      const { kind, ...placement } = await situation.append(stream, { ...memo, datas: numbered(3) });
      expect(kind).toBe('appended');
      for (const through of [situation.store, situation.open()]) {
        expect(await situation.append(stream, { ...memo, datas: numbered(3), through })).toEqual({
          kind: 'repeated',
          ...placement,
        });
      }
      expect(await storedOf(stream)).toHaveLength(3);
    });

    it('whatever the repeat expects of the stream, and wherever that stands by now', async () => {
      const [stream, memo] = [situation.aStream(), aMemo()];
      await situation.appended(stream, { ...memo, expected: 'no stream' });
      await situation.appended(stream, { datas: numbered(4) });
      for (const expected of ['no stream', 'any', 0, 4, 99] as const) {
        expect(await situation.append(stream, { ...memo, expected })).toMatchObject({
          kind: 'repeated',
          firstRevision: 0,
          lastRevision: 0,
        });
      }
      expect(await storedOf(stream)).toHaveLength(5);
    });

    it('after many others were appended', async () => {
      const [stream, memo] = [situation.aStream(), aMemo()];
      const { cursor } = await situation.appended(stream, memo);
      const streams = Array.from({ length: 300 }, () => situation.aStream());
      await Promise.all(streams.map((other) => situation.appended(other)));
      expect(await situation.append(stream, memo)).toMatchObject({ kind: 'repeated', firstRevision: 0, cursor });
    });

    it('and refuses its id to another body or actor', async () => {
      const [stream, memo] = [situation.aStream(), aMemo()];
      await situation.appended(stream, memo);
      const other = { ...memo, digest: randomBytes(32) };
      expect(await situation.append(stream, other)).toEqual({ kind: 'command id reused' });
      expect(await storedOf(stream)).toHaveLength(1);
    });

    it('whose id was derived, whatever its body: the first answer stands', async () => {
      const [stream, commandId] = [situation.aStream(), randomUUID()];
      await situation.appended(stream, { commandId, datas: numbered(2) });
      expect(await situation.append(stream, { commandId, datas: numbered(1, 7) })).toMatchObject({
        kind: 'repeated',
        firstRevision: 0,
        lastRevision: 1,
      });
      expect(await storedOf(stream)).toHaveLength(2);
    });

    it('and compares nothing for a derived id, though its first sender had a digest', async () => {
      const [stream, memo] = [situation.aStream(), aMemo()];
      await situation.appended(stream, memo);
      expect(await situation.append(stream, { commandId: memo.commandId })).toMatchObject({ kind: 'repeated' });
    });

    it('whose id was derived, and refuses that id to a caller', async () => {
      const [stream, memo] = [situation.aStream(), aMemo()];
      await situation.appended(stream, { commandId: memo.commandId });
      expect(await situation.append(stream, memo)).toEqual({ kind: 'command id reused' });
      expect(await storedOf(stream)).toHaveLength(1);
    });

    it('of its own tenant: under the same id, another tenant’s is another command', async () => {
      const memo = aMemo();
      const [mine, theirs] = [situation.aStream(), situation.aStream('purse', newId('tnt'))];
      await situation.appended(mine, memo);
      expect(await situation.append(theirs, { ...memo, digest: randomBytes(32) })).toMatchObject({ kind: 'appended' });
      const [[a], [b]] = [idsOf(await storedOf(mine)), idsOf(await storedOf(theirs))];
      expect(a).not.toBe(b);
    });

    it('sent again to another stream, and answers where its events stand', async () => {
      const memo = aMemo();
      const [stream, elsewhere] = [situation.aStream('purse'), situation.aStream('vault')];
      await situation.appended(stream, memo);
      expect(await situation.append(elsewhere, memo)).toMatchObject({ kind: 'repeated', stream });
      expect(await storedOf(elsewhere)).toEqual([]);
    });

    it('by its id in lower case', async () => {
      const [stream, { commandId, digest }] = [situation.aStream(), aMemo()];
      await situation.appended(stream, { commandId: commandId.toUpperCase(), digest });
      expect(await situation.append(stream, { commandId, digest })).toMatchObject({ kind: 'repeated' });
      expect(await situation.store.findCommand(situation.tenant, commandId.toUpperCase())).toMatchObject({ stream });
    });

    it('that is sent many times at once, by several programs and lanes, and stores it once', async () => {
      const [stream, memo] = [situation.aStream(), aMemo()];
      const stores = [situation.store, situation.open(), situation.open()];
      const results = await Promise.all(
        Array.from({ length: 24 }, (_, n) =>
          situation.append(stream, {
            ...memo,
            datas: numbered(2),
            through: stores[n % stores.length]!,
            lane: n % 2 ? 'bulk' : 'interactive',
          }),
        ),
      );
      expect(results.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
      expect(results.filter(({ kind }) => kind === 'repeated')).toHaveLength(23);
      expect(await storedOf(stream)).toHaveLength(2);
    });

    it('and takes its neighbours of the same moment, when two of them share an id', async () => {
      const memo = aMemo();
      const streams = Array.from({ length: 12 }, () => situation.aStream());
      const results = await Promise.all(
        streams.map((stream, n) => situation.append(stream, n === 3 || n === 7 ? memo : {})),
      );
      expect(results.filter(({ kind }) => kind === 'appended')).toHaveLength(11);
      expect(results.filter(({ kind }) => kind === 'repeated')).toHaveLength(1);
    });

    it('and finds it again: where its events stand, with its digest', async () => {
      const [stream, memo] = [situation.aStream(), aMemo()];
      await situation.appended(stream);
      const { cursor } = await situation.appended(stream, { ...memo, datas: numbered(2) });
      for (const store of [situation.store, situation.open()]) {
        const found = await store.findCommand(situation.tenant, memo.commandId);
        expect(found).toMatchObject({ stream, firstRevision: 1, lastRevision: 2, cursor });
        expect(Buffer.from(found!.digest!).equals(memo.digest)).toBe(true);
      }
    });

    it('and finds one of a derived id without a digest', async () => {
      const [stream, commandId] = [situation.aStream(), randomUUID()];
      await situation.appended(stream, { commandId });
      expect(await situation.store.findCommand(situation.tenant, commandId)).not.toHaveProperty('digest');
    });

    it('and no other: not of another tenant, not of an id that nobody sent, not of a text that is no id', async () => {
      const { commandId } = aMemo();
      await situation.appended(situation.aStream(), { commandId });
      expect(await situation.store.findCommand(newId('tnt'), commandId)).toBeUndefined();
      for (const id of [randomUUID(), 'no uuid', '', 'a\0b']) {
        expect(await situation.store.findCommand(situation.tenant, id)).toBeUndefined();
      }
    });
  });
};
