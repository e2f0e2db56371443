// Loads an HTTP server that speaks GraphQL over connections that stay open, and answers how much it did. A process of its own.
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { operations, type OperationName } from './operations.ts';
import { perSecond } from './in-flight.ts';
import { post } from './post.ts';

/** What is to be done: an operation over and over on all connections, for so long. */
export interface LoadJob {
  readonly url: string;
  readonly token: string;
  readonly operation: OperationName;
  readonly connections: number;
  readonly seconds: number;
  /** Ids that the operation asks for in turn. */
  readonly ids?: readonly string[];
}

process.on('message', (job: LoadJob) => void load(job).then((rate) => process.send!({ perSecond: rate })));

async function load({ url, token, operation, connections, seconds, ids = [] }: LoadJob): Promise<number> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const { query, succeeded, input } = operations[operation];
  let turn = 0;
  const worker = async (): Promise<void> => {
    const variables = input({ commandId: randomUUID(), id: ids[turn++ % ids.length] ?? '' });
    const answer = await post(url, { agent, headers, body: JSON.stringify({ query, variables }) });
    if (!answer.includes(succeeded) || answer.includes('"errors"'))
      throw new Error(`Not what was asked for: ${answer}`);
  };
  try {
    return await perSecond(
      Array.from({ length: connections }, () => worker),
      seconds,
    );
  } finally {
    agent.destroy();
  }
}
