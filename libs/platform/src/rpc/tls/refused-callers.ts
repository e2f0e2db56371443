import type { Server } from '@grpc/grpc-js';
import type { Http2SecureServer } from 'node:http2';
import { News } from '../news.ts';

export interface RefusedLog {
  warn(of: object, message: string): void;
}

/** What of grpc-js's server is not declared: those that listen. */
interface Inside {
  readonly http2Servers: ReadonlyMap<Http2SecureServer, unknown>;
}

/**
 * Says in the log why a caller was not let in. grpc-js tells nobody, and the caller may see no more of it than a connection
 * that is closed: under TLS 1.3 its own side is done before the service looks at its certificate. The server listens already.
 */
export function tellOfRefused(server: Server, logger: RefusedLog): void {
  const news = new News();
  for (const listening of (server as unknown as Inside).http2Servers.keys()) {
    listening.on('tlsClientError', ({ code, message }: NodeJS.ErrnoException, socket) => {
      const { remoteAddress: caller = 'unknown', authorizationError } = socket;
      const reason = String((authorizationError as unknown) ?? code ?? message);
      // It left by itself: whoever only looks whether the port is open does, and a caller of ours says why in its own log.
      if (reason === 'ECONNRESET') return;
      if (news.isNew(caller, reason)) logger.warn({ caller, reason }, 'A caller was not let in');
    });
  }
}
