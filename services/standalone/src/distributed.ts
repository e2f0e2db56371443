import { untilAborted } from '@ledgerdesk/kernel';
import { Closing, openLog, program, readTogether } from '@ledgerdesk/platform';
import { OPTIONS, parseArguments } from './arguments.ts';
import { showDemo } from './demo/demo.ts';
import { composeDistributed } from './distributed/compose.ts';
import { readDistributedConfig } from './distributed/distributed.config.ts';
import { openInstallation } from './installation.ts';
import { closingPage } from './pages/closing-page.ts';
import { readConfig, workingFolder } from './standalone.config.ts';
import { PostgresEndedError } from './wiring/postgres-ended.ts';

const USAGE = `npm run start:distributed -- [--data DIR] [--empty]

Runs every service in a process of its own, with Apache Kafka and gRPC between them.

${OPTIONS}`;

/** Services finish what they took, which without a server is nothing. */
const WITHOUT_POSTGRES_MS = 5_000;

await program(async (ending) => {
  const { data, empty, help } = parseArguments(process.argv.slice(2), workingFolder());
  if (help) return console.log(USAGE);
  const { config, distributed } = readTogether({
    config: () => readConfig(),
    distributed: () => readDistributedConfig(),
  });
  const logger = openLog(config.logLevel);
  const closing = new Closing();
  let patience = {};
  try {
    console.log('Ledgerdesk starts its database and Kafka ...');
    const { masterKeys, postgresAdminUrl } = config;
    const installation = await openInstallation({ data, masterKeys, postgresAdminUrl, closing, ending });
    console.log('... and its services, each in a process of its own ...');
    const stage = await composeDistributed({
      installation,
      config,
      distributed,
      logger,
      demo: !empty,
      closing,
      ending,
    });
    const demo = empty ? undefined : await showDemo(stage, ending);
    console.log(closingPage({ ...stage, installation, demo }));
    await Promise.race([untilAborted(ending), installation.database.ended]);
    if (!ending.aborted) {
      patience = { atMostMs: WITHOUT_POSTGRES_MS };
      throw new PostgresEndedError(installation.folder.postgresLog);
    }
    console.log('\nLedgerdesk ends ...');
  } finally {
    await closing.close(patience);
  }
});
