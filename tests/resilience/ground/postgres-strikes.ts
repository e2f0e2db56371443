import { setTimeout as sleep } from 'node:timers/promises';
import { postgresOf } from '../../support/data-folder.ts';
import { descendantsOf } from '../../support/processes.ts';
import { using } from '../reckoning/using.ts';
import { frozen } from './frozen.ts';
import { between, type Strike } from './ground.ts';

const DATABASES = ['ledgerdesk_ledger', 'ledgerdesk_keys', 'ledgerdesk_read'];

export const POSTGRES = 'PostgreSQL';

/** What can befall the PostgreSQL of a folder without its end. */
export const postgresStrikes = (data: string): readonly Strike[] => [
  {
    name: 'PostgreSQL refuses connections',
    hits: POSTGRES,
    act: ({ lasting }) => refusing(data, between(1_000, 8_000, lasting)),
  },
  {
    name: 'SIGSTOP of PostgreSQL',
    hits: POSTGRES,
    act: ({ lasting }) => {
      const postmaster = postgresOf(data);
      return frozen([postmaster, ...descendantsOf(postmaster).map(({ pid }) => pid)], between(1_000, 8_000, lasting));
    },
  },
];

/** Lets nobody in for a while, and throws out who is in. */
const refusing = (data: string, forMs: number): Promise<void> =>
  using(data, 'postgres', async (client) => {
    const all = (allowed: boolean) =>
      client.query(DATABASES.map((name) => `ALTER DATABASE ${name} ALLOW_CONNECTIONS ${allowed};`).join(' '));
    try {
      await all(false);
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY($1)', [DATABASES]);
      await sleep(forMs);
    } finally {
      await all(true);
    }
  });
