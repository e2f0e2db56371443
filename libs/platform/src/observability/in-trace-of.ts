import { SpanKind } from '@opentelemetry/api';
import type { FeedEvent } from '@ledgerdesk/messaging';
import { inLogContext } from './log-context.ts';
import { beginSpan, inSpan, isTracing, type OpenSpan } from './tracing/spans.ts';
import { traceIdIn } from './tracing/traceparent.ts';

/** What of an event says in whose course it came about. */
export type Caused = Pick<FeedEvent, 'topic' | 'type' | 'tenant' | 'correlationId' | 'traceparent'>;

const optionsOf = (consumer: string, { topic, type, traceparent }: Caused) => ({
  kind: SpanKind.CONSUMER,
  parent: traceparent,
  attributes: {
    'messaging.operation.type': 'process',
    'messaging.destination.name': topic,
    'messaging.consumer.group.name': consumer,
    'cloudevents.event_type': type,
  },
});

/** A reaction that shows in the trace of each event that it hears, with all that it does, and whose log lines say whose it was. */
export const inTraceOf =
  <Event extends Caused>(consumer: string, handle: (event: Event) => Promise<void>) =>
  (event: Event): Promise<void> => {
    const { tenant, correlationId, traceparent } = event;
    return inLogContext({ tenant, correlationId, ...traceIdIn(traceparent) }, () =>
      traceparent === undefined
        ? handle(event)
        : inSpan(`process ${consumer}`, optionsOf(consumer, event), () => handle(event)),
    );
  };

/** For a batch that is taken as one: a span in the trace of each of its events. */
export const spansOf = (consumer: string, events: readonly Caused[]): readonly OpenSpan[] =>
  isTracing()
    ? events.flatMap((event) =>
        event.traceparent === undefined ? [] : (beginSpan(`process ${consumer}`, optionsOf(consumer, event)) ?? []),
      )
    : [];
