import { forgetEffects, forgetPlaces } from '@ledgerdesk/messaging';
import { withClient } from '@ledgerdesk/postgres';
import { forgetViews } from '@ledgerdesk/read-models';
import { KEYS, LEDGER, READ, roleOf, TAILER } from '../wiring/databases.ts';
import type { Command } from './command.ts';
import { withDatabases, type AddressOf } from './running-installation.ts';
import { servicesIn, within } from './services-in.ts';
import { UsageError } from './usage-error.ts';

/** What an older copy of the ledger asks that was put back: see docs/guides/restore.md. */
export const restored: Command = {
  usage: [
    [
      'restored',
      'after an older copy of the ledger was put back, while no service runs: has all begin anew from what is there',
    ],
  ],
  async run(context) {
    const { words, service } = context;
    if (words.length > 0) throw new UsageError(`"restored" takes no "${words[0]}".`);
    if (service !== undefined) throw new UsageError('"restored" is for all services: leave --service out.');
    await withDatabases(context, begin);
    console.log(NEXT);
  },
};

/** No service runs: whoever knew the ledger before would append to it what was decided on what is no more. */
async function begin(addressOf: AddressOf): Promise<void> {
  const { servicesForJob } = await import('../services.ts');
  const definitions = servicesForJob();
  await withClient(addressOf('postgres'), async (client) => {
    const roles = [...definitions.map(({ name }) => name), TAILER].map(roleOf);
    const { rows } = await client.query<{ usename: string }>(
      'SELECT DISTINCT usename FROM pg_stat_activity WHERE usename = ANY($1) AND datname = ANY($2) ORDER BY 1',
      [roles, [LEDGER, KEYS, READ]],
    );
    if (rows.length > 0) {
      const found = rows.map(({ usename }) => usename).join(', ');
      throw new UsageError(`Services still run: ${found} has connections to the databases. End all of them first.`);
    }
  });
  const ledgerEndedAt = await withClient(addressOf(LEDGER), async (client) => {
    await client.query('SELECT ledger.begin_epoch()');
    const { rows } = await client.query<{ ended: Date }>('SELECT stored_at AS ended FROM ledger.counter');
    return rows[0]!.ended;
  });
  await withClient(addressOf(READ), async (client) => {
    for (const service of await servicesIn(client, undefined)) {
      const { views = [] } = definitions.find(({ name }) => name === service) ?? {};
      await within(client, service, async () => {
        await forgetViews(client, views);
        await forgetPlaces(client, service);
        await forgetEffects(client, ledgerEndedAt);
      });
    }
  });
}

const NEXT = `The ledger has begun another epoch, and nothing is kept any more of the one before.

Where Kafka is used: give each service, and the job "migrate", a KAFKA_GENERATION that there was not before, and run the job.
Then start the services. They fill their views from the ledger; "views list" shows how far they are.`;
