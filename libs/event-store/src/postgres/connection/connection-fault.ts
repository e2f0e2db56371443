/** The server says itself that it is going, coming, crowded or read-only (a standby), or that its storage fails: another one may do better. */
const AWAY = new Set([
  ...['57P01', '57P02', '57P03', '57P05', '53300', '53200', '25P03', '25P04'],
  ...['25006', '58030'],
]);

/** A database that lets nobody in (ALLOW_CONNECTIONS false) says this to who knocks; of a statement it says something else. */
const SHUT = '55000';

/** What sockets and the resolver of names say (Node, `errors.html`; libuv). */
const SOCKET = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTCONN', 'EADDRNOTAVAIL'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENETRESET', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['ERR_SOCKET_CLOSED', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'],
]);

/** What node-postgres says without a code of its own (`client.js`, `connection.js` of pg 8.23, `index.js` of its pool). */
const NODE_POSTGRES = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout expired',
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
  'There was an error establishing an SSL connection',
]);
/** Out of step with the server: what is on the way on that connection is lost. */
const OUT_OF_STEP = /^Received unexpected \w+ message from backend\.$/;

/** It stored nothing, and says so; no other connection would do better. */
const DISK_FULL = '53100';

/** SQLSTATE, or what Node calls a fault. */
export const codeOf = (error: unknown): string => (error as { code?: unknown } | undefined)?.code?.toString() ?? '';

/** Whether the server has no room left on its disk. */
export const isDiskFull = (error: unknown): boolean => codeOf(error) === DISK_FULL;

/**
 * Whether the connection, and not the statement, is at fault: another one may do better. What is not known to be one is a
 * fault of ours, which sending again does not mend.
 */
export function isConnectionFault(error: unknown): boolean {
  const code = codeOf(error);
  if (code === SHUT) return (error as { severity?: unknown }).severity === 'FATAL';
  if (code !== '') return code.startsWith('08') || AWAY.has(code) || SOCKET.has(code);
  const { message = '' } = (error ?? {}) as Partial<Error>;
  return NODE_POSTGRES.has(message) || OUT_OF_STEP.test(message);
}
