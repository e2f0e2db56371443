import { withClient } from '@ledgerdesk/postgres';
import type { LoadJob } from './http-load.ts';
import { Program } from './program.ts';
import { withStandalone, type Standalone } from './standalone.ts';

const CONNECTIONS = 32;
const BARE = 'bare';

/** The reference of the HTTP figures, in a sentence. */
export const BARE_SERVER =
  'a bare node:http server with graphql-js (each request parsed and validated), the rows by key over pg, same PostgreSQL';

/** A desk with everything running, the bare server on the same PostgreSQL, and a client that loads either. */
export interface HttpBench {
  readonly desk: Standalone;
  /** The bare server's database. */
  readonly bareDatabase: string;
  /** Requests a second over 32 connections. */
  load(side: 'desk' | 'bare', job: Pick<LoadJob, 'operation' | 'seconds' | 'ids'>): Promise<number>;
}

/** Starts desk, bare server and client, and ends them after the work. */
export const withHttpBench = <Result>(
  work: (bench: HttpBench) => Promise<Result>,
  program?: 'main' | 'distributed',
): Promise<Result> =>
  withStandalone(async (desk) => {
    await withClient(desk.urlOf('postgres'), (client) => client.query(`CREATE DATABASE ${BARE}`));
    const bareDatabase = desk.urlOf(BARE);
    const [bare, client] = [new Program('bare-server.ts', [bareDatabase]), new Program('http-load.ts')];
    try {
      const { url } = await bare.ask<{ url: string }>({});
      const urls = { bare: url, desk: new URL('/graphql', desk.process.address).href };
      const token = desk.process.token('ines');
      return await work({
        desk,
        bareDatabase,
        async load(side, job) {
          const whole: LoadJob = { ...job, url: urls[side], token, connections: CONNECTIONS };
          return (await client.ask<{ perSecond: number }>(whole)).perSecond;
        },
      });
    } finally {
      await Promise.all([bare.end(), client.end()]);
    }
  }, program);
