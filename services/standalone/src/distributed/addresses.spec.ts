import { addressesFor, replicasOf } from './addresses.ts';

describe('Replicas of services', () => {
  it('are each where nobody else is, and find the others where their names lead: at the first of each', async () => {
    const addresses = await addressesFor(['tickets', 'gateway'], 0);
    const replicas = await replicasOf(['tickets', 'gateway'], { addresses, counts: { tickets: 3 } });
    expect(replicas.map(({ service }) => service)).toEqual(['tickets', 'gateway', 'tickets', 'tickets']);
    expect(replicas[0]!.addresses).toBe(addresses);
    const own = replicas.filter(({ service }) => service === 'tickets').map((one) => one.addresses.tickets!.grpc);
    expect(new Set(own).size).toBe(3);
    for (const replica of replicas) expect(replica.addresses.gateway).toEqual(addresses.gateway);
  });
});
