import path from 'node:path';
import { parseArgs } from 'node:util';

export interface Arguments {
  /** Absolute; undefined is the folder in the clone. */
  readonly data: string | undefined;
  /** Start without a demo desk. */
  readonly empty: boolean;
  readonly help: boolean;
}

/** What each of them does. */
export const OPTIONS = `  --data DIR   where everything is kept; by default .ledgerdesk/data in the clone
  --empty      start without the demo desk and its tokens`;

export const USAGE = `npm start -- [--data DIR] [--empty]
${OPTIONS}`;

/** `--data "$DIR"` where the variable is empty: it must not mean the folder one happens to stand in. */
export class BlankFolderError extends Error {
  override readonly name = 'BlankFolderError';

  constructor() {
    super('--data names no folder: say which, or leave it out.');
  }
}

/** The command line; paths in it are as seen from `workingFolder`. @throws TypeError for what it does not know, BlankFolderError */
export function parseArguments(args: readonly string[], workingFolder: string): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      empty: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.data?.trim() === '') throw new BlankFolderError();
  return {
    data: values.data === undefined ? undefined : path.resolve(workingFolder, values.data),
    empty: values.empty,
    help: values.help,
  };
}
