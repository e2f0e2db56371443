import type { JsonObject } from '@ledgerdesk/kernel';
import fc from 'fast-check';
import { eventsOf } from '../../test/support/event-store-conformance/situation.ts';
import { TENANT } from '../../test/support/purse.ts';
import { encodeEvents } from './encode-events.ts';
import { leastBytes } from './least-bytes.ts';

const COMMAND_ID = '10000000-0000-4000-8000-000000000001';
const stream = { category: 'purse', tenant: TENANT, id: 'pur_1' };

function bothOf(...datas: readonly [JsonObject, ...JsonObject[]]): { readonly told: number; readonly written: number } {
  const events = eventsOf(TENANT, COMMAND_ID, datas);
  const encoded = encodeEvents(stream, events, events[0].metadata.occurredAt);
  return { told: leastBytes(events), written: encoded.reduce((sum, { bytes }) => sum + bytes, 0) };
}

describe('The least size of events', () => {
  it('is never more than what is written of them', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), { minLength: 1 }), (datas) => {
        const { told, written } = bothOf(...(datas as unknown as [JsonObject]));
        expect(told).toBeLessThanOrEqual(written);
      }),
    );
  });

  it('is near to it where they are text', () => {
    const { told, written } = bothOf({ text: 'a'.repeat(10_000), list: ['b'.repeat(10_000)] }, { text: 'c' });
    expect(told / written).toBeGreaterThan(0.99);
  });

  it('counts nothing that JSON leaves out', () => {
    const { told } = bothOf({ a: undefined as unknown as string });
    expect(told).toBe(bothOf({}).told);
  });
});
