import { databaseOf, emptyDataFolder } from '../../support/data-folder.ts';
import { StandaloneProcess } from '../../support/standalone-process.ts';

/** A whole desk as `npm start` or `npm run start:distributed` runs it, in a process of its own. */
export interface Standalone {
  readonly process: StandaloneProcess;
  /** The address of a database of its PostgreSQL, as superuser. */
  urlOf(database: string): string;
}

/** Starts a desk of a bench's own, and ends it after the work. */
export async function withStandalone<Result>(
  work: (desk: Standalone) => Promise<Result>,
  program: 'main' | 'distributed' = 'main',
): Promise<Result> {
  const data = emptyDataFolder();
  try {
    const standalone = await StandaloneProcess.start({ data: data.path, program });
    try {
      return await work({ process: standalone, urlOf: (database) => databaseOf(data.path, database) });
    } finally {
      await standalone.interrupt();
    }
  } finally {
    data.remove();
  }
}
