import { InMemoryEventStore } from '@ledgerdesk/event-store';
import { LedgerFeed } from '@ledgerdesk/messaging';
import {
  Closing,
  ConsumerWatch,
  httpAdapter,
  openApp,
  type ServiceDefinition,
  type WiredService,
} from '@ledgerdesk/platform';
import { appendFileSync } from 'node:fs';
import pg from 'pg';
import { pino } from 'pino';

/** A replica of a service with one effect, which writes what it does to a file: `effect-program.ts URL FILE`. */
const [url, file] = process.argv.slice(2) as [string, string];

const definition: ServiceDefinition = {
  name: 'spec',
  categories: [],
  published: [],
  views: [],
  effects: () => ({
    'spec.ring': ({ key, dueAt, attempt }) => {
      appendFileSync(file, `${JSON.stringify({ key, dueAt, attempt })}\n`);
      if (key === 'deadly' && attempt === 1) process.kill(process.pid, 'SIGKILL');
      return Promise.resolve();
    },
  }),
  module: () => ({ module: class Nothing {} }),
};

const logger = pino({ level: 'silent' });
const database = new pg.Pool({ connectionString: url, options: '-c search_path=spec' });
const views = { prepare: () => Promise.resolve(), consumers: [] };
const service = { definition, runtime: { database, logger, views } } as unknown as WiredService;
const closing = new Closing();
closing.add(() => database.end());
await openApp([service], {
  module: definition.module(service.runtime),
  adapter: httpAdapter({ loopbackOnly: true }),
  feed: new LedgerFeed({ eventStore: new InMemoryEventStore(), published: [], logger }),
  consumers: new ConsumerWatch(),
  logger,
  closing,
});
process.once('SIGTERM', () => void closing.close().then(() => process.exit(0)));
process.send?.('open');
