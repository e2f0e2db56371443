import { withClient } from '@ledgerdesk/postgres';
import { randomUUID } from 'node:crypto';
import { postGraphql } from '../support/graphql-client.ts';
import type { Figure, Round } from './figure.ts';
import { caughtUp } from './support/caught-up.ts';
import { BARE_SERVER, withHttpBench, type HttpBench } from './support/http-figure.ts';
import { operations } from './support/operations.ts';

const ROUNDS = 5;
const SECONDS = 4;
const TICKETS = 200;
const ENTRIES = 24;

export const figure: Figure = {
  name: 'ticket-with-timeline',
  unit: 'queries/s',
  reference: BARE_SERVER,
  referenceUnit: 'queries/s',
  bound: 'atLeast',
  limit: 0.5,
  rounds: () =>
    withHttpBench(async (bench) => {
      const ids = await seed(bench);
      await seedBare(bench, ids);
      await caughtUp(bench.desk);
      const job = { operation: 'ticketWithTimeline', seconds: SECONDS, ids } as const;
      await bench.load('desk', job);
      await bench.load('bare', job);
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        rounds.push({ reference: await bench.load('bare', job), value: await bench.load('desk', job) });
      }
      return rounds;
    }),
};

const TEXT = 'It still does, and by now the tray is empty as well. ';

const REPLIES = `mutation Reply($input: ChangeTicketInput!) {
  changeTicket(input: $input) { ... on ChangeTicketSuccess { cursor } ... on Refusal { code message } }
}`;

/** Tickets with more entries than are asked for; answers their ids. */
async function seed({ desk: { process: standalone } }: HttpBench): Promise<readonly string[]> {
  const [address, token] = [standalone.address, standalone.token('ines')];
  const send = async (query: string, input: object): Promise<{ ticketId?: string }> => {
    const variables = { input: { commandId: randomUUID(), ...input } };
    const { data, errors } = await postGraphql<Record<string, object>>(address, token, { query, variables });
    const [answer] = Object.values(data ?? {});
    if (errors || !answer || 'code' in answer) throw new Error(JSON.stringify(errors ?? answer));
    return answer;
  };
  const ids: string[] = [];
  for (let ticket = 0; ticket < TICKETS; ticket += 1) {
    const subject = `The printer prints everything twice (${ticket})`;
    const { ticketId = '' } = await send(operations.openTicket.query, { subject, body: { content: TEXT.repeat(6) } });
    const commands = Array.from({ length: ENTRIES / 2 }, () => ({ reply: { body: { content: TEXT.repeat(4) } } }));
    await send(REPLIES, { ticketId, commands });
    await send(REPLIES, { ticketId, commands });
    ids.push(ticketId);
  }
  return ids;
}

/** The same number of rows of the same size under the same ids. */
const seedBare = ({ bareDatabase }: HttpBench, ids: readonly string[]): Promise<unknown> =>
  withClient(bareDatabase, async (client) => {
    await client.query(
      `INSERT INTO ticket (id, subject, body, requester)
       SELECT id, 'The printer prints everything twice (100)', '', 'a requester' FROM unnest($1::text[]) id`,
      [ids],
    );
    await client.query(
      `INSERT INTO entry (ticket_id, sequence, id, kind, "occurredAt", text, direction)
       SELECT id, sequence, gen_random_uuid(), 'NOTE_ADDED', now(), repeat($2, 4), 'INBOUND'
       FROM unnest($1::text[]) id, generate_series(0, $3::integer) sequence`,
      [ids, TEXT, ENTRIES],
    );
  });
