// The reference of the HTTP figures: what a GraphQL server on Node and PostgreSQL costs at the least. node:http, graphql-js, one
// statement per row or rows, and nothing else: no identity, no events, no views. Each request is parsed and validated, as
// graphql-http does it (and as a persisted-query cache would not). A process of its own.
import { buildSchema, execute, parse, specifiedRules, validate } from 'graphql';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { BARE_SCHEMA, BARE_TABLES } from './bare-schema.ts';

/** As many as serve 32 clients best on two cores; more only wait for each other. */
const CONNECTIONS = 16;

const schema = buildSchema(BARE_SCHEMA);
const pool = new pg.Pool({ connectionString: process.argv[2], max: CONNECTIONS });

const INSERT = {
  name: 'open',
  text: 'INSERT INTO ticket (id, subject, body, requester) VALUES ($1, $2, $3, $4) RETURNING number',
};
const TICKET = { name: 'ticket', text: 'SELECT * FROM ticket WHERE id = $1' };
const ENTRIES = {
  name: 'entries',
  text: 'SELECT * FROM (SELECT * FROM entry WHERE ticket_id = $1 ORDER BY sequence DESC LIMIT $2) e ORDER BY sequence',
};

interface TicketRow {
  readonly id: string;
  readonly number: string;
}

const rootValue = {
  async openTicket({ input }: { input: { commandId: string; subject: string; body: { content: string } } }) {
    const values = [input.commandId, input.subject, input.body.content, 'a requester'];
    const { rows } = await pool.query<TicketRow>({ ...INSERT, values });
    const number = `LD-${rows[0]!.number}`;
    return { __typename: 'OpenTicketSuccess', ticketId: input.commandId, number, revision: 0, cursor: number };
  },
  async ticket({ id }: { id: string }) {
    const { rows } = await pool.query<TicketRow>({ ...TICKET, values: [id] });
    return rows[0] && { ...rows[0], timeline: ({ last }: { last: number }) => timeline(id, last) };
  },
};

async function timeline(id: string, last: number): Promise<object> {
  return { nodes: (await pool.query<object>({ ...ENTRIES, values: [id, last] })).rows };
}

async function answer(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as { query: string; variables: object };
  const document = parse(query);
  const errors = validate(schema, document, specifiedRules);
  if (errors.length > 0) return JSON.stringify({ errors });
  return JSON.stringify(await execute({ schema, document, rootValue, variableValues: { ...variables } }));
}

const server = createServer((request, response) => {
  answer(request).then(
    (text) => response.setHeader('content-type', 'application/json').end(text),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});

process.on('message', () => {
  void pool.query(BARE_TABLES).then(() =>
    server.listen(0, '127.0.0.1', () => {
      process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` });
    }),
  );
});
