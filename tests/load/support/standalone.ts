import { databaseOf, emptyDataFolder } from '../../support/data-folder.ts';
import { StandaloneProcess } from '../../support/standalone-process.ts';

/** A whole desk as `npm start` runs it, in a process of its own. */
export interface Standalone {
  readonly process: StandaloneProcess;
  /** The address of a database of its PostgreSQL, as superuser. */
  urlOf(database: string): string;
}

/** Starts a desk of a bench's own, and ends it after the work. */
export async function withStandalone<Result>(work: (desk: Standalone) => Promise<Result>): Promise<Result> {
  const data = emptyDataFolder();
  try {
    const standalone = await StandaloneProcess.start({ data: data.path });
    try {
      return await work({ process: standalone, urlOf: (database) => databaseOf(data.path, database) });
    } finally {
      await standalone.interrupt();
    }
  } finally {
    data.remove();
  }
}
