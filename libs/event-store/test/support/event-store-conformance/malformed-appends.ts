import type { CommandMemo, ExpectedRevision, NewEvent, StreamId } from '@ledgerdesk/event-store';
import { newId, type TenantId } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';
import type { Theme } from './event-store-conformance.ts';
import { everythingAfter } from './reading.ts';
import { eventsOf } from './situation.ts';

/** What is wrong with an append that is else in order. */
interface Wrong {
  readonly stream?: Partial<StreamId>;
  readonly event?: Partial<NewEvent>;
  readonly command?: Partial<CommandMemo>;
  readonly expected?: ExpectedRevision;
}

const WRONG: readonly (readonly [string, Wrong])[] = [
  ['a category with a hyphen', { stream: { category: 'pur-se' } }],
  ['a category with a digit', { stream: { category: 'purse2' } }],
  ['a category with a point', { stream: { category: 'purse.' } }],
  ['a category with a letter of another alphabet', { stream: { category: 'pürse' } }],
  ['no category', { stream: { category: '' } }],
  ['a tenant that is no id', { stream: { tenant: 'acme' as TenantId } }],
  ['a tenant of another prefix', { stream: { tenant: 'tkt_01h455vb4pex5vsknk084sn02q' as TenantId } }],
  ['a tenant in upper case', { stream: { tenant: 'tnt_01H455VB4PEX5VSKNK084SN02Q' as TenantId } }],
  ['no id', { stream: { id: '' } }],
  ['an id with a NUL', { stream: { id: 'a\0b' } }],
  ['an id with a line break', { stream: { id: 'a\nb' } }],
  ['an id with half a surrogate pair', { stream: { id: 'a\ud800' } }],
  ['an id that is too long', { stream: { id: 'x'.repeat(250) } }],
  ['an event id that is no UUID', { event: { eventId: 'event-1' } }],
  ['an event id with something behind it', { event: { eventId: `${randomUUID()}\n` } }],
  ['no type', { event: { type: '' } }],
  ['a type that is no word', { event: { type: 'Coins Put' } }],
  ['a type that is too long', { event: { type: 'T'.repeat(101) } }],
  ['a schema version of nought', { event: { schemaVersion: 0 } }],
  ['a broken schema version', { event: { schemaVersion: 1.5 } }],
  ['a schema version that is too large', { event: { schemaVersion: 2 ** 31 } }],
  ['a command id that is no UUID', { command: { commandId: 'command-1' } }],
  ['a digest of another length', { command: { digest: new Uint8Array(31) } }],
  ['a negative revision', { expected: -1 }],
  ['a broken revision', { expected: 0.5 }],
  ['a revision that is no number', { expected: NaN }],
];

export const malformedAppends: Theme = (situation) => {
  const invalid = { code: 'INVALID_APPEND' };

  function append({ stream, event, command, expected = 'any' }: Wrong, tenant = situation.tenant) {
    const wanted: StreamId = { ...situation.aStream(), ...stream };
    const commandId = randomUUID();
    const [plain] = eventsOf(stream?.tenant ?? tenant, commandId, [{ coins: 1 }]);
    return situation.store.append(wanted, expected, [{ ...plain, ...event }], { commandId, ...command });
  }

  const nothingIsStored = async (): Promise<void> =>
    expect(await everythingAfter(situation.store, situation.before)).toEqual([]);

  describe('refuses', () => {
    it.each(WRONG)('%s, and stores nothing', async (_, wrong) => {
      await expect(append(wrong)).rejects.toMatchObject(invalid);
      await nothingIsStored();
    });

    it('an event of another tenant than its stream', async () => {
      await expect(append({}, newId('tnt'))).rejects.toMatchObject(invalid);
      await nothingIsStored();
    });

    it('an append of no event', async () => {
      const command = { commandId: randomUUID() };
      const none = [] as unknown as readonly [NewEvent];
      await expect(situation.store.append(situation.aStream(), 'any', none, command)).rejects.toMatchObject(invalid);
    });

    it('what is wrong alone: what was sent in the same moment is stored', async () => {
      const results = await Promise.allSettled(
        WRONG.flatMap(([, wrong]) => [append(wrong), situation.appended(situation.aStream())]),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(WRONG.length);
      expect(await everythingAfter(situation.store, situation.before)).toHaveLength(WRONG.length);
    });
  });
};
