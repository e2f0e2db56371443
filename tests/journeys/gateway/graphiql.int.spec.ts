import { postGraphql } from '../../support/graphql-client.ts';
import type { DeskPerson } from '../../support/gateway/desk-people.ts';
import { RunningGateway } from '../../support/running-gateway.ts';

interface Example {
  readonly query: string;
  readonly variables: string;
  readonly headers: string;
}

describe('GraphiQL', () => {
  let gateway: RunningGateway;
  let [requester, agent]: DeskPerson[] = [];

  beforeAll(async () => {
    const exampleTokens = () => Promise.resolve({ requester: requester!.token, agent: agent!.token });
    gateway = await RunningGateway.start({ exampleTokens });
    const { id } = await gateway.people.aTenant('Harbour');
    requester = await gateway.people.aPerson(id, { name: 'Ines', role: 'requester' });
    agent = await gateway.people.aPerson(id, { name: 'Mira', role: 'agent' });
    await gateway.caughtUp();
  });
  afterAll(() => gateway.stop());

  const get = (path: string, headers = {}) => fetch(new URL(path, gateway.address), { redirect: 'manual', headers });
  const examplesIn = (page: string): readonly Example[] =>
    JSON.parse(/id="examples">([^<]*)</.exec(page)?.[1] ?? '[]') as readonly Example[];

  it('loads everything from here, and its policy admits nothing else', async () => {
    const response = await get('/graphiql');
    const page = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page).not.toMatch(/https?:\/\//);
    const loaded = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, address]) => address!);
    expect(loaded).toHaveLength(6);
    expect(page).toContain('<link rel="icon" href="data:,">');
    for (const address of loaded) {
      const file = await get(address);
      expect([address, file.status]).toEqual([address, 200]);
      expect(file.headers.get('content-type')).toMatch(address.endsWith('.css') ? 'text/css' : 'text/javascript');
      expect((await file.text()).length).toBeGreaterThan(50);
    }
  });

  it('serves no file but its own', async () => {
    expect((await get('/graphiql/package.json')).status).toBe(404);
    expect((await get('/graphiql/..%2f..%2fpackage.json')).status).toBe(404);
    expect((await get('/graphiql/constructor')).status).toBe(404);
  });

  it('is where a browser is led that opens the endpoint', async () => {
    const response = await get('/graphql', { accept: 'text/html,*/*' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/graphiql']);
  });

  it('has examples that work as they stand', async () => {
    const examples = examplesIn(await (await get('/graphiql')).text());
    expect(examples).toHaveLength(4);
    for (const { query, variables, headers } of examples.toReversed()) {
      const { authorization = '' } = JSON.parse(headers) as { authorization?: string };
      const answer = await postGraphql<object>(gateway.address, authorization.replace('Bearer ', ''), {
        query,
        variables: JSON.parse(variables) as object,
      });
      expect(answer.errors).toBeUndefined();
      expect(JSON.stringify(answer.data)).not.toContain('"code"');
    }
  });
});

describe('GraphiQL without a demo desk', () => {
  it('holds no token, and can be switched off', async () => {
    const open = await RunningGateway.start();
    try {
      const page = await (await fetch(new URL('/graphiql', open.address))).text();
      expect(page).toContain('Bearer \\"');
      expect(page).not.toContain('eyJ');
    } finally {
      await open.stop();
    }
    const closed = await RunningGateway.start({ config: { GRAPHIQL: false } });
    try {
      expect((await fetch(new URL('/graphiql', closed.address))).status).toBe(404);
      expect((await fetch(new URL('/graphql', closed.address), { headers: { accept: 'text/html' } })).status).toBe(405);
    } finally {
      await closed.stop();
    }
  });
});
