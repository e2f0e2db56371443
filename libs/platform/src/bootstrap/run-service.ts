import { untilAborted } from '@ledgerdesk/kernel';
import { readTogether } from '../config/read-together.ts';
import { startTracing } from '../observability/tracing/start-tracing.ts';
import { Closing } from '../program/closing.ts';
import { openLog } from '../program/log.ts';
import { program } from '../program/program.ts';
import type { ServiceDefinition } from '../service.ts';
import { serve } from './serve.ts';
import { readServiceConfig } from './service.config.ts';

/** What was taken is finished: a batch, a page that is being published, calls that are being answered. */
const PATIENCE = { atMostMs: 20_000 };

/**
 * A service's whole program: reads the environment, serves until a signal asks it to end, finishes what it took, and ends.
 * `definition` may read variables of its own; the faults of all are told together.
 */
export const runService = (definition: () => ServiceDefinition): Promise<void> =>
  program(async (ending) => {
    const { service, config } = readTogether({ service: definition, config: () => readServiceConfig() });
    const closing = new Closing();
    const logger = openLog(config.logLevel);
    try {
      closing.add(await startTracing(config.tracing, service.name));
      await serve(service, { config, logger, closing, ending });
      if (!ending.aborted) console.log(`${service.name} is ready.`);
      await untilAborted(ending);
    } finally {
      await closing.close(PATIENCE);
    }
  });
