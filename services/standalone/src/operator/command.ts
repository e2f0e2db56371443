import { parseArgs } from 'node:util';
import path from 'node:path';
import { BlankFolderError } from '../arguments.ts';
import { UsageError } from './usage-error.ts';

/** What an operator says behind a command's name. */
export interface Said {
  /** What it is about, in order. */
  readonly words: readonly string[];
  /** Absolute; undefined is the folder in the clone. */
  readonly data: string | undefined;
  readonly service: string | undefined;
  readonly consumer: string | undefined;
  readonly reason: string | undefined;
  /** Nothing shall be changed. */
  readonly compareOnly: boolean;
  /** For a program to read, not for a person. */
  readonly json: boolean;
}

export interface CommandContext extends Said {
  readonly ending: AbortSignal;
}

/** A command of `npm run ledgerdesk`. */
export interface Command {
  /** Lines of the help, without the command's name. */
  readonly usage: readonly (readonly [words: string, meaning: string])[];
  run(context: CommandContext): Promise<void>;
}

const OPTIONS = {
  data: { type: 'string' },
  service: { type: 'string' },
  consumer: { type: 'string' },
  reason: { type: 'string' },
  'compare-only': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** What was said; paths in it are as seen from `workingFolder`. @throws UsageError, BlankFolderError */
export function parseSaid(args: readonly string[], workingFolder: string): Said & { readonly help: boolean } {
  const { values, positionals } = parsed(args);
  const { data, service, consumer, reason, 'compare-only': compareOnly, json, help } = values;
  if (data?.trim() === '') throw new BlankFolderError();
  return {
    words: positionals,
    data: data === undefined ? undefined : path.resolve(workingFolder, data),
    service,
    consumer,
    reason,
    compareOnly,
    json,
    help,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const { message, code } = error as { message: string; code?: string };
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw error;
    throw new UsageError(`${message.split('. To specify')[0]}.\n"npm run ledgerdesk -- help" lists what there is.`);
  }
}
