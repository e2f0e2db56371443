import { eventIdOf, leafHash, streamName, type NewEvent, type RecordedEvent } from '@ledgerdesk/event-store';
import type { JsonObject } from '@ledgerdesk/kernel';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { Theme } from './event-store-conformance.ts';
import { everythingAfter, streamOf } from './reading.ts';
import { eventsOf } from './situation.ts';

/** Texts of JSON that a store which parses, sorts or rewrites it would not give back. */
const ODD: readonly (readonly [string, string])[] = [
  ['nothing', '{}'],
  ['names out of their order', '{"z":1,"a":2,"m":{"z":1,"a":2},"Z":3}'],
  ['names that are empty', '{"":"an empty name","a":{"":{"":[]}}}'],
  [
    'numbers at their bounds',
    '{"small":5e-324,"large":1.7976931348623157e+308,"many":1e+21,"digits":0.1234567890123456,"nought":0}',
  ],
  ['numbers and lists', '{"whole":9007199254740993,"negative":-1.5,"list":[1,1,1,null,true,false,[],{}]}'],
  [
    'escapes',
    String.raw`{"quote":"\"","backslash":"\\","slash":"/","lines":"\n\r\t\b\f","control":"\u0001\u001f","nul":"\u0000"}`,
  ],
  ['halves of surrogate pairs', String.raw`{"half a pair":"\ud800","the other half":"\udc00"}`],
  [
    'letters of four bytes, and those that are not seen',
    '{"four bytes":"🙂𐍈","combining":"e\u0301 é","right to left":"\u202eابج","separators":"\u2028\u2029","bom":"\ufeff"}',
  ],
  ['names that programs trip over', '{"🙂":"in a name","a.b":1,"$ref":2,"__proto__":{"x":1},"constructor":3}'],
  [
    'text of other languages',
    '{"text":"{\\"json\\":\\"in json\\"}","sql":"\'; DROP TABLE events; --","array":"{a,\\"b\\",NULL}","null":"NULL"}',
  ],
  ['blanks and backslashes', '{"padding":"  spaces  ","trailing":"\\\\"}'],
];

const leafOf = (event: RecordedEvent): Buffer =>
  leafHash({
    tenant: event.stream.tenant,
    stream: streamName(event.stream),
    eventId: event.eventId,
    type: event.type,
    schemaVersion: event.schemaVersion,
    recordedAt: event.recordedAt,
    data: event.dataText,
    metadata: event.metadataText,
  });

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export const byteForByte: Theme = (situation) => {
  describe('gives back byte for byte', () => {
    it.each(ODD)('%s', async (_, text) => {
      const stream = situation.aStream();
      const data = JSON.parse(text) as JsonObject;
      await situation.appended(stream, { datas: [data] });
      for (const event of [
        ...(await streamOf(situation.store, stream)),
        ...(await everythingAfter(situation.open(), situation.before)),
      ]) {
        expect(event.dataText).toBe(JSON.stringify(data));
        expect(event.data).toEqual(data);
        expect(hex(leafOf(event))).toBe(hex(event.leafHash));
      }
    });

    it('whatever JSON there is', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 })), {
            minLength: 1,
            maxLength: 8,
          }),
          async (datas) => {
            const stream = situation.aStream();
            await situation.appended(stream, { datas: datas as unknown as [JsonObject] });
            const events = await streamOf(situation.store, stream);
            expect(events.map(({ dataText }) => dataText)).toEqual(datas.map((data) => JSON.stringify(data)));
            for (const event of events) expect(hex(leafOf(event))).toBe(hex(event.leafHash));
          },
        ),
        { numRuns: 25 },
      );
    });

    it('what stands beside the data, and each event as it was sent', async () => {
      const [stream, commandId] = [situation.aStream('Mint'), randomUUID()];
      const [plain] = eventsOf(situation.tenant, commandId, [{ coins: 3 }]);
      const event: NewEvent = {
        ...plain,
        type: 'CoinsMinted2',
        schemaVersion: 2 ** 31 - 1,
        metadata: {
          ...plain.metadata,
          causationId: eventIdOf(situation.tenant, commandId, 7),
          correlationId: 'größer 🙂 "quoted" \\',
          actor: { kind: 'service', id: 'mint', onBehalfOf: 'psn_2', via: 'reaction' },
          origin: 'import',
          traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        },
      };
      await situation.store.append(stream, 'any', [event], { commandId });
      const [recorded] = await streamOf(situation.open(), stream);
      expect(recorded).toMatchObject({ ...event, stream, revision: 0 });
      expect(recorded!.metadataText).toBe(JSON.stringify(event.metadata));
      expect(hex(leafOf(recorded!))).toBe(hex(recorded!.leafHash));
    });

    it('the id of an event in lower case, which is how it is hashed', async () => {
      const [stream, commandId] = [situation.aStream(), randomUUID()];
      const [event] = eventsOf(situation.tenant, commandId, [{ coins: 1 }]);
      await situation.store.append(stream, 'any', [{ ...event, eventId: event.eventId.toUpperCase() }], { commandId });
      const [recorded] = await streamOf(situation.store, stream);
      expect(recorded!.eventId).toBe(event.eventId);
      expect(hex(leafOf(recorded!))).toBe(hex(recorded!.leafHash));
    });

    it('the name of a stream, with all that a name may hold', async () => {
      for (const id of ['-', '.', 'a.b-c', ' ', 'ünï🙂', "'", '"', '\\', '%_', '$1', 'x'.repeat(200)]) {
        const stream = { ...situation.aStream(), id };
        await situation.appended(stream);
        const [event] = await streamOf(situation.store, stream);
        expect(event!.stream).toEqual(stream);
        expect(hex(leafOf(event!))).toBe(hex(event!.leafHash));
      }
    });

    it('the same leaf for nothing else: each event has a hash of its own', async () => {
      await situation.appended(situation.aStream(), { datas: [{ n: 1 }, { n: 1 }, { n: 2 }] });
      await situation.appended(situation.aStream(), { datas: [{ n: 1 }] });
      const events = await everythingAfter(situation.store, situation.before);
      expect(new Set(events.map((event) => hex(event.leafHash))).size).toBe(4);
    });
  });
};
