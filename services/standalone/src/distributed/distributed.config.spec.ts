import { readDistributedConfig } from './distributed.config.ts';

describe('How many processes there are of a service', () => {
  it('is one, unless more are asked for', () => {
    expect(readDistributedConfig({}).replicas).toEqual({});
    expect(readDistributedConfig({ REPLICAS: 'tickets=2, gateway=3' }).replicas).toEqual({ tickets: 2, gateway: 3 });
  });

  it.each(['tickets', 'tickets=0', 'tickets=1.5', 'tickets=many', 'tickets=13'])('is never as in %s', (text) => {
    expect(() => readDistributedConfig({ REPLICAS: text })).toThrow(/REPLICAS: must/);
  });
});
