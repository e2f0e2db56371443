import { untilAborted } from '@ledgerdesk/kernel';
import { assertFree, Closing, openLog, readTogether, startTracing } from '@ledgerdesk/platform';
import type { Arguments } from './arguments.ts';
import { openInstallation } from './installation.ts';
import { closingPage } from './pages/closing-page.ts';
import { readConfig } from './standalone.config.ts';
import { PostgresEndedError } from './wiring/postgres-ended.ts';

/** What is still under way waits for a server that is gone. */
const WITHOUT_POSTGRES_MS = 500;

/** Runs all services in this process, on one PostgreSQL, until it is asked to end. */
export async function standalone({ data, empty }: Arguments, ending: AbortSignal): Promise<void> {
  const { readGatewayConfig } = await import('@ledgerdesk/gateway');
  const { config, gateway } = readTogether({ config: () => readConfig(), gateway: () => readGatewayConfig() });
  const logger = openLog(config.logLevel);
  const closing = new Closing();
  let patience = {};
  // The rest takes its time to read as well, during which PostgreSQL starts.
  const reading = Promise.all([import('./composition.ts'), import('./demo/demo.ts')]);
  reading.catch(() => undefined);
  try {
    console.log('Ledgerdesk starts its database ...');
    const { masterKeys, postgresAdminUrl } = config;
    const before = () => assertFree(config);
    const installation = await openInstallation({ data, masterKeys, postgresAdminUrl, before, closing, ending });
    const { folder, database } = installation;

    console.log('... and its services ...');
    const [{ compose }, { showDemo }] = await reading;
    closing.add(await startTracing(config.tracing, 'standalone'));
    const stage = await compose({ installation, config, gateway, demo: !empty, logger, closing, ending });
    const demo = empty ? undefined : await showDemo(stage, ending);
    console.log(closingPage({ ...stage, installation, demo }));

    await Promise.race([untilAborted(ending), database.ended]);
    if (!ending.aborted) {
      patience = { atMostMs: WITHOUT_POSTGRES_MS };
      throw new PostgresEndedError(folder.postgresLog);
    }
    console.log('\nLedgerdesk ends ...');
  } catch (error) {
    logger.debug({ error }, 'What stopped it, in full');
    throw error;
  } finally {
    await closing.close(patience);
  }
}
