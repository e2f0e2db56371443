import type { TenantId } from '@ledgerdesk/kernel';
import { parseStreamName, streamName } from './stream.ts';

const TENANT: TenantId = 'tnt_01h455vb4pex5vsknk084sn02t';

describe('The name of a stream', () => {
  it('is category, tenant and id', () => {
    const stream = { category: 'ticket', tenant: TENANT, id: 'tkt_01h455vb4pex5vsknk084sn02q' };
    expect(streamName(stream)).toBe(`ticket-${TENANT}.tkt_01h455vb4pex5vsknk084sn02q`);
  });

  it.each(['tkt_1', '-', '.', 'a.b-c', 'tnt_x.y', ' ü🙂 ', 'a\nb'])(
    'says of which stream it is, whatever the id: %j',
    (id) => {
      const stream = { category: 'valueClaim', tenant: TENANT, id };
      expect(parseStreamName(streamName(stream))).toEqual(stream);
    },
  );

  it.each([
    '',
    'ticket',
    `ticket-${TENANT}`,
    `ticket-${TENANT}.`,
    `-${TENANT}.a`,
    `tick-et-${TENANT}.a`,
    `ticket2-${TENANT}.a`,
    'ticket-acme.a',
    `ticket-${TENANT.toUpperCase()}.a`,
    `ticket.${TENANT}-a`,
  ])('is not %j', (name) => {
    expect(() => parseStreamName(name)).toThrow(/Not a stream/);
  });
});
