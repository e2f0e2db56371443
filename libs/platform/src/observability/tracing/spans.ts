import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type SpanKind,
} from '@opentelemetry/api';
import { noteInLog } from '../log-context.ts';

const tracer = trace.getTracer('ledgerdesk');

let tracing = false;

/** Whether there is anybody to whom spans go; without, none are made. */
export const isTracing = (): boolean => tracing;
export function setTracing(on: boolean): void {
  tracing = on;
}

export interface SpanOptions {
  readonly kind: SpanKind;
  /** The W3C header that a message came with. Without one the span hangs under the one at work. */
  readonly parent?: string | undefined;
  /** No personal data. */
  readonly attributes?: Attributes;
}

/** A span that whoever began it ends. */
export interface OpenSpan {
  readonly context: Context;
  end(failure?: unknown): void;
}

/** Begins a span; undefined where nobody listens. */
export function beginSpan(name: string, { kind, parent, attributes }: SpanOptions): OpenSpan | undefined {
  if (!tracing) return undefined;
  const beneath = parent === undefined ? context.active() : propagation.extract(ROOT_CONTEXT, { traceparent: parent });
  const span = tracer.startSpan(name, { kind, ...(attributes && { attributes }) }, beneath);
  return { context: trace.setSpan(beneath, span), end: (failure) => endSpan(span, failure) };
}

/** Does work in a span. */
export async function inSpan<Result>(name: string, options: SpanOptions, work: () => Promise<Result>): Promise<Result> {
  const span = beginSpan(name, options);
  if (!span) return work();
  try {
    const result = await within(span, work);
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}

/** Lets work hang under a span, if there is one, and its log lines name the trace. */
export function within<Result>(span: OpenSpan | undefined, work: () => Result): Result {
  if (!span) return work();
  return context.with(span.context, () => {
    noteInLog(traceIdAtWork());
    return work();
  });
}

/** The W3C header to pass on with what is sent from here; undefined where nobody traces. */
export function traceparentAtWork(): string | undefined {
  if (!tracing) return undefined;
  const headers: { traceparent?: string } = {};
  propagation.inject(context.active(), headers);
  return headers.traceparent;
}

function traceIdAtWork(): { readonly traceId?: string } {
  const traceId = trace.getSpanContext(context.active())?.traceId;
  return traceId === undefined ? {} : { traceId };
}

/** Never the message of what failed: somebody's words may stand in it. */
function endSpan(span: Span, failure: unknown): void {
  if (failure !== undefined) {
    const { code, name } = failure as { code?: unknown; name?: unknown };
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute('error.type', String(code ?? name ?? 'unknown'));
  }
  span.end();
}
