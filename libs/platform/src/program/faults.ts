/** Errors whose message is written for whoever starts the program: it says what is wrong and what to do. */
const PLAIN = new Set([
  'ConfigError',
  'BlankFolderError',
  'EmbeddedPostgresError',
  'ExternalPostgresError',
  'EmptySecretError',
  'ForeignFolderError',
  'IssuerKeyError',
  'MalformedMasterKeysError',
  'MasterKeyLostError',
  'NoKafkaError',
  'NotOnLoopbackError',
  'PostgresEndedError',
  'PortError',
  'PostgresVersionError',
  'RebuildRefusedError',
  'SchemaReleaseError',
  'UnreachableFolderError',
  'UsageError',
  'ViewsDifferError',
  'WrongMasterKeyError',
]);

interface Fault {
  readonly name?: string;
  readonly code?: unknown;
  readonly message?: string;
  readonly path?: string;
  readonly cause?: unknown;
}

/** A fault in plain words: never a stack trace. */
export function explain(error: unknown): string {
  const fault = (error ?? {}) as Fault;
  const message = fault.message ?? String(error);
  if (PLAIN.has(fault.name ?? '')) return message;
  return explainSystem(fault) ?? `Ledgerdesk cannot go on: ${message}\nLOG_LEVEL=debug tells more.`;
}

/** What the operating system, PostgreSQL (appendix A) or the command line's parser says by a code. */
function explainSystem({ code, message = '', path, cause }: Fault): string | undefined {
  const where = path === undefined ? '' : ` (${path})`;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case '53100':
      return `The disk is full${where}: make room, then start again. What was acknowledged is kept.`;
    case 'EACCES':
    case 'ENOENT':
    case 'EPERM':
    case 'EROFS':
      return `Nothing can be written there${where}: choose another folder with --data DIR, or let it in.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `There is a file in the way of the data folder${where}: choose another one with --data DIR.`;
    case 'EMFILE':
    case 'ENFILE':
      return 'There are too many open files: raise the limit (ulimit -n), then start again.';
  }
  if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS'))
    return `${message}\n"npm start -- --help" lists what there is.`;
  return cause instanceof Error && cause !== undefined ? explainSystem(cause as Fault) : undefined;
}
