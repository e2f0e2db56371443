import { SpanKind } from '@opentelemetry/api';
import type { Publisher } from '@ledgerdesk/messaging';
import { beginSpan, isTracing } from './tracing/spans.ts';

/** A publisher whose events show it in the traces that they came from. What is published stays as it is. */
export const traced = (publisher: Publisher): Publisher => ({
  async publish(events) {
    if (!isTracing()) return publisher.publish(events);
    const spans = events.map(({ event: { topic, type, traceparent } }) =>
      traceparent === undefined
        ? undefined
        : beginSpan(`send ${topic}`, {
            kind: SpanKind.PRODUCER,
            parent: traceparent,
            attributes: {
              'messaging.system': 'kafka',
              'messaging.operation.type': 'send',
              'messaging.destination.name': topic,
              'cloudevents.event_type': type,
            },
          }),
    );
    try {
      await publisher.publish(events);
      for (const span of spans) span?.end();
    } catch (error) {
      for (const span of spans) span?.end(error);
      throw error;
    }
  },
});
