import type { Metadata } from '@grpc/grpc-js';
import { SpanKind } from '@opentelemetry/api';
import { inLogContext } from '../observability/log-context.ts';
import { measureServed } from '../observability/metrics/rpc-calls.ts';
import { beginSpan, within } from '../observability/tracing/spans.ts';
import { traceIdIn } from '../observability/tracing/traceparent.ts';
import { traceparentOf } from './call.ts';

/** A call that is being answered. */
export interface Serving {
  /** Lets what is done for the call hang under its span, and its log lines say whose it is. */
  during<Result>(work: () => Result): Result;
  /** It was answered; `OK`, or what gRPC calls the failure. */
  ended(status: string): void;
}

/** Our own faults: the others lie with the caller. */
const FAULTS: ReadonlySet<string> = new Set([
  'UNKNOWN',
  'DEADLINE_EXCEEDED',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
]);

/** Begins to answer a call, whichever way it came. */
export function serving(method: string, metadata: Metadata): Serving {
  const begin = performance.now();
  const parent = traceparentOf(metadata);
  const attributes = { 'rpc.system.name': 'grpc', 'rpc.method': method };
  const span = beginSpan(method, { kind: SpanKind.SERVER, parent, attributes });
  return {
    during: (work) => inLogContext(traceIdIn(parent), () => within(span, work)),
    ended(status) {
      measureServed({ method, status, seconds: (performance.now() - begin) / 1000 });
      span?.end(FAULTS.has(status) ? { code: status } : undefined);
    },
  };
}
