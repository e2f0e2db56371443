import { runInNewContext } from 'node:vm';
import { startScript } from '../src/http/graphiql/page.ts';

describe('The script of GraphiQL’s page', () => {
  const examples = [
    { query: 'query Newest { me { roles } }', variables: '{}', headers: '{"authorization":"Bearer of-the-agent"}' },
    { query: 'mutation Open($a: Int) { x }', variables: '{}', headers: '{"authorization":"Bearer of-the-requester"}' },
  ];

  /** With which token the page sends an operation whose tab holds these headers. */
  async function tokenOf(operationName: string | undefined, headers: object): Promise<string> {
    let fetcher: (operation: object, options: object) => Promise<unknown> = () => Promise.resolve();
    let sent: Readonly<Record<string, string>> = {};
    runInNewContext(startScript, {
      document: {
        body: { dataset: {} },
        getElementById: (id: string) => (id === 'examples' ? { textContent: JSON.stringify(examples) } : {}),
      },
      sessionStorage: {},
      GraphiQL: {},
      React: { createElement: (_: unknown, props: { fetcher: typeof fetcher }) => void ({ fetcher } = props) },
      ReactDOM: { createRoot: () => ({ render: () => undefined }) },
      fetch: (_: string, request: { headers: Readonly<Record<string, string>> }) => {
        sent = request.headers;
        return Promise.resolve({ json: () => ({}) });
      },
    });
    await fetcher({ query: 'of no matter', operationName }, { headers });
    return sent['authorization']!;
  }

  it('gives a tab that has lost its token over a reload the one of its example again', async () => {
    expect(await tokenOf('Open', {})).toBe('Bearer of-the-requester');
    expect(await tokenOf('Newest', {})).toBe('Bearer of-the-agent');
    expect(await tokenOf('OfMyOwn', {})).toBe('Bearer of-the-agent');
    expect(await tokenOf(undefined, {})).toBe('Bearer of-the-agent');
  });

  it('sends the token that stands in the tab, where there is one', async () => {
    expect(await tokenOf('Open', { Authorization: 'Bearer of-somebody-else' })).toBe('Bearer of-somebody-else');
  });
});
