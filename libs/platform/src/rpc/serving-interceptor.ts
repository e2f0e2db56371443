import { ServerInterceptingCall, status, type Metadata, type ServerInterceptor } from '@grpc/grpc-js';
import { serving, type Serving } from './serving.ts';

/** Serves each call that comes over gRPC as one that came in process is served. */
export const servingInterceptor: ServerInterceptor = ({ path }, call) => {
  let begun: Serving | undefined;
  const end = (as: string): void => {
    begun?.ended(as);
    begun = undefined;
  };
  return new ServerInterceptingCall(call, {
    start: (next) =>
      next({
        onReceiveMetadata(metadata: Metadata, proceed: (metadata: Metadata) => void) {
          begun = serving(path.slice(1), metadata);
          proceed(metadata);
        },
        // The handler begins when the request has come as a whole.
        onReceiveHalfClose: (proceed: () => void) => (begun ? begun.during(proceed) : proceed()),
        onCancel: () => end('CANCELLED'),
      }),
    sendStatus(sent, next) {
      end(status[sent.code] ?? 'UNKNOWN');
      next(sent);
    },
  });
};
