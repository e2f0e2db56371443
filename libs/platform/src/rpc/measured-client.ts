import { SpanKind } from '@opentelemetry/api';
import { measureMade } from '../observability/metrics/rpc-calls.ts';
import { inSpan, traceparentAtWork } from '../observability/tracing/spans.ts';
import type { RpcTarget } from './call.ts';
import type { CallOptions } from './definition.ts';
import { RpcError } from './rpc-error.ts';

type Call = (target: RpcTarget, request: unknown, options: CallOptions) => Promise<unknown>;

/** As metrics and traces name a method: `ledgerdesk.tickets.v1.Tickets/OpenTicket`. */
export const wholeMethod = ({ definition, method }: RpcTarget): string => `${definition.fullName}/${method.name}`;

/** Calls that are measured, and hang under the span at work; the trace goes with them. */
export const measured =
  (call: Call): Call =>
  (target, request, options) => {
    const method = wholeMethod(target);
    const begin = performance.now();
    const tell = (status: string): void => measureMade({ method, status, seconds: (performance.now() - begin) / 1000 });
    const attributes = { 'rpc.system.name': 'grpc', 'rpc.method': method };
    return inSpan(method, { kind: SpanKind.CLIENT, attributes }, async () => {
      try {
        const traceparent = traceparentAtWork();
        const answer = await call(target, request, traceparent === undefined ? options : { ...options, traceparent });
        tell('OK');
        return answer;
      } catch (error) {
        tell(error instanceof RpcError ? error.code : 'UNKNOWN');
        throw error;
      }
    });
  };
