import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { postGraphql } from '../../support/graphql-client.ts';
import { RunningGateway } from '../../support/running-gateway.ts';

const query = '{ me { roles } }';

describe('A gateway that ends', () => {
  it('works for whom it let in until he is answered, and lets nobody else in', async () => {
    const gateway = await RunningGateway.start();
    const { administrator } = await gateway.people.aTenant('Harbour');
    await gateway.caughtUp();
    const ask = (): ReturnType<typeof postGraphql> => postGraphql(gateway.address, administrator.token, { query });
    await ask();
    const letIn = await letInBy(gateway.address, administrator.token);
    const stopped = gateway.stop();
    while (await ask().catch(() => undefined)) await sleep(5);
    expect(JSON.parse(await letIn.goOn())).toMatchObject({ data: { me: { roles: ['administrator'] } } });
    await stopped;
  });
});

/** Sends a request as far as its headers, until they are answered: body, please. */
async function letInBy(address: string, token: string): Promise<{ goOn(): Promise<string> }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, expect: '100-continue' };
  const request = http.request(`${address}/graphql`, { method: 'POST', headers });
  request.flushHeaders();
  await once(request, 'continue');
  return {
    async goOn() {
      request.end(JSON.stringify({ query }));
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      return text(response);
    },
  };
}
