// Opens tickets at a steady pace and looks at some as soon as they are answered; answers how long it took, in milliseconds, from the
// answer of the mutation to that of the query which shows it. A process of its own.
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { operations } from './operations.ts';
import { post } from './post.ts';
import { steadily, type Pace } from './steady.ts';

export interface VisibleJob extends Pace {
  readonly url: string;
  readonly token: string;
}

/** One in so many is looked at: the pace is that of mutations, and all that queries take comes on top. */
const LOOKED_AT = 4;
const SHOW = 'query Show($id: ID!, $atLeast: String) { ticket(id: $id, atLeast: $atLeast) { id subject } }';

process.on('message', (job: VisibleJob) => void load(job).then((latencies) => process.send!({ latencies })));

async function load({ url, token, ...pace }: VisibleJob): Promise<readonly number[]> {
  const agent = new http.Agent({ keepAlive: true });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const ask = async (query: string, variables: object): Promise<Answer> =>
    JSON.parse(await post(url, { agent, headers, body: JSON.stringify({ query, variables }) })) as Answer;
  const { query, input } = operations.openTicket;
  const openAndLook = async (n: number): Promise<readonly number[]> => {
    const { data, extensions } = await ask(query, input({ commandId: randomUUID(), id: '' }));
    const answered = performance.now();
    const id = data?.openTicket?.ticketId;
    if (id && n % LOOKED_AT > 0) return [];
    const shown = await ask(SHOW, { id, atLeast: extensions?.atLeast });
    if (!id || shown.data?.ticket?.id !== id) throw new Error(`Not what was asked for: ${JSON.stringify(shown)}`);
    return [performance.now() - answered];
  };
  try {
    return (await steadily(pace, openAndLook)).flat();
  } finally {
    agent.destroy();
  }
}

interface Answer {
  readonly data?: {
    readonly openTicket?: { readonly ticketId?: string };
    readonly ticket?: { readonly id: string };
  };
  readonly extensions?: { readonly atLeast?: string };
}
