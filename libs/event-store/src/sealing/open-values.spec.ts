import type { TenantId } from '@ledgerdesk/kernel';
import { InMemoryKeyRing } from '../key-ring/in-memory-key-ring.ts';
import { openValues } from './open-values.ts';
import { sealValue, type ValueToOpen } from './seal-value.ts';

const TENANT: TenantId = 'tnt_01h455vb4pex5vsknk084sn02t';

describe('Sealed values of several events', () => {
  const ring = new InMemoryKeyRing();
  const textsOf = async (values: readonly ValueToOpen[], keyRing: Pick<InMemoryKeyRing, 'find'> = ring) =>
    (await openValues(keyRing, TENANT, values)).map((each) =>
      each === 'erased' ? each : Buffer.from(each).toString(),
    );

  async function sealed(subject: string, text: string): Promise<ValueToOpen> {
    const place = { eventId: crypto.randomUUID(), schemaVersion: 1 };
    const key = (await ring.keysFor(TENANT, [subject])).get(subject)!;
    return { ...place, sealed: sealValue(Buffer.from(text), [key], { ...place, subject }) };
  }

  it('are opened in their order, with one question to the key ring', async () => {
    const values = [await sealed('psn_a', 'one'), await sealed('psn_b', 'two'), await sealed('psn_a', 'three')];
    const asked: (readonly string[])[] = [];
    const listening = { find: (tenant: TenantId, ids: readonly string[]) => (asked.push(ids), ring.find(tenant, ids)) };
    expect(await textsOf(values, listening)).toEqual(['one', 'two', 'three']);
    expect(asked.map((ids) => ids.length)).toEqual([2]);
  });

  it('are erased one by one', async () => {
    const values = [await sealed('psn_c', 'one'), await sealed('psn_d', 'two'), await sealed('psn_c', 'three')];
    await ring.erase(TENANT, 'psn_c');
    expect(await textsOf(values)).toEqual(['erased', 'two', 'erased']);
  });

  it('ask nothing of the key ring where there are none', async () => {
    expect(await textsOf([], { find: () => Promise.reject(new Error('asked')) })).toEqual([]);
  });
});
