/** A version 00 header of W3C Trace Context, level 1. */
const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

export const isTraceparent = (text: string): boolean => TRACEPARENT.test(text);

/** The trace that a header names, as log lines carry it; nothing where it names none. */
export function traceIdIn(traceparent: string | undefined): { readonly traceId?: string } {
  const [, traceId] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  return traceId === undefined ? {} : { traceId };
}
