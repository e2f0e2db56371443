import { KurrentEventStore, streamName, type StreamId } from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import { startKurrentDbStandIn, type KurrentDbStandIn } from '@ledgerdesk/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { encodeEvents } from '../../src/encoding/encode-events.ts';
import { Claims } from '../../src/kurrentdb/append/claims.ts';
import { LazyConnection } from '../../src/kurrentdb/lazy-connection.ts';
import { toRecords } from '../../src/kurrentdb/read/envelope.ts';
import { all } from '../support/event-store-conformance/reading.ts';
import { eventsOf, SOME_TIME } from '../support/event-store-conformance/situation.ts';

const PATIENT_MS = 60_000;
/** Until a caller gives up; what it asks before that is answered in time on a busy machine too. */
const ENOUGH_MS = 2000;

describe('A command whose events go to KurrentDB', () => {
  let standIn: KurrentDbStandIn;
  let connection: LazyConnection;
  let store: KurrentEventStore;
  const tenant = newId('tnt');
  const memo = () => ({ commandId: randomUUID(), digest: randomBytes(32) });
  const aStream = (): StreamId => ({ category: 'purse', tenant, id: newId('pur') });
  const put = (stream: StreamId, command: ReturnType<typeof memo>, through = store) =>
    through.append(stream, 'any', eventsOf(tenant, command.commandId, [{ coins: 1 }, { coins: 2 }]), command);
  const storedIn = (stream: StreamId) => all(store.readStream(stream));

  beforeAll(async () => {
    standIn = await startKurrentDbStandIn();
    connection = new LazyConnection(standIn.url);
    store = new KurrentEventStore({ url: standIn.url, appendTimeoutMs: PATIENT_MS });
  });
  afterAll(async () => {
    await Promise.all([store.close(), connection.close()]);
    await standIn.stop();
  });

  /** A writer that claimed the command for the stream's next place, and then stood still. */
  async function stoodStill(stream: StreamId, { commandId, digest }: ReturnType<typeof memo>) {
    const claims = new Claims(connection, tenant, commandId);
    const name = streamName(stream);
    const firstRevision = (await storedIn(stream)).length;
    await claims.add(
      { stream: name, firstRevision, digest: digest.toString('hex'), attempt: randomUUID() },
      (await claims.all()).length,
      PATIENT_MS,
    );
    const encoded = encodeEvents(stream, eventsOf(tenant, commandId, [{ coins: 1 }, { coins: 2 }]), SOME_TIME);
    return {
      /** Sends its events after all. */
      goesOn: () =>
        connection.append(
          name,
          firstRevision === 0 ? 'no stream' : firstRevision - 1,
          toRecords(encoded, { command: commandId, claim: 0 }),
          PATIENT_MS,
        ),
    };
  }

  it('is stored by the next who sends it, where its first writer is gone', async () => {
    const [stream, command] = [aStream(), memo()];
    await stoodStill(stream, command);
    expect(await store.findCommand(tenant, command.commandId)).toBeUndefined();
    const answer = await put(stream, command);
    expect(answer).toMatchObject({ kind: 'appended', firstRevision: 0, lastRevision: 1 });
    expect(await put(stream, command)).toEqual({ ...answer, kind: 'repeated' });
    expect(await storedIn(stream)).toHaveLength(2);
  });

  it('is stored once, where the writer that was thought gone comes back', async () => {
    const [stream, command] = [aStream(), memo()];
    const writer = await stoodStill(stream, command);
    await put(stream, command);
    await writer.goesOn();
    expect(await storedIn(stream)).toHaveLength(2);
  });

  it('is answered as a repeat, where the writer that was waited for went on', async () => {
    const [stream, command] = [aStream(), memo()];
    const writer = await stoodStill(stream, command);
    const answer = put(stream, command);
    await writer.goesOn();
    expect(await answer).toMatchObject({ kind: 'repeated', firstRevision: 0, lastRevision: 1 });
  });

  it('is of the body that was stored, where two claimed the same place', async () => {
    const [stream, command] = [aStream(), memo()];
    const other = { ...command, digest: randomBytes(32) };
    const writer = await stoodStill(stream, other);
    expect(await put(stream, command)).toMatchObject({ kind: 'appended' });
    await writer.goesOn();
    expect(await put(stream, other)).toEqual({ kind: 'command id reused' });
    expect(await store.findCommand(tenant, command.commandId)).toMatchObject({ digest: command.digest });
  });

  it('waits for a claim on another stream, is busy after a while, and is taken when that place is lost', async () => {
    const [elsewhere, stream, command] = [aStream(), aStream(), memo()];
    await stoodStill(elsewhere, command);
    const hasty = new KurrentEventStore({ url: standIn.url, appendTimeoutMs: ENOUGH_MS });
    // Its connection is open before its time begins.
    await hasty.head();
    await expect(put(stream, command, hasty)).rejects.toMatchObject({ code: 'BUSY' });
    await put(elsewhere, memo());
    expect(await put(stream, command)).toMatchObject({ kind: 'appended', stream });
    expect(await storedIn(elsewhere)).toHaveLength(2);
    await hasty.close();
  });

  it('is remembered on a stream that no aggregate may have and no reader sees', async () => {
    const command = memo();
    await put(aStream(), command);
    const commands = { category: 'command', tenant, id: command.commandId };
    await expect(put(commands, memo())).rejects.toMatchObject({ code: 'INVALID_APPEND' });
    for (const filter of [{ categories: ['command'] }, { stream: commands }] as const) {
      expect((await store.readAll(filter, 'start', 10)).events).toEqual([]);
    }
    expect(await storedIn(commands)).toEqual([]);
  });

  it('stands in KurrentDB as JSON, under the ids of its events', async () => {
    const [stream, command] = [aStream(), memo()];
    await put(stream, command);
    const [first] = eventsOf(tenant, command.commandId, [{ coins: 1 }]);
    const [record] = await connection.readStream({ stream: streamName(stream), from: 'start', count: 1 });
    expect(record).toMatchObject({ id: first.eventId, type: 'CoinsPut', data: '{"coins":1}' });
    expect(JSON.parse(record!.metadata)).toMatchObject({ metadata: first.metadata, ledgerdesk: { schemaVersion: 1 } });
  });
});
