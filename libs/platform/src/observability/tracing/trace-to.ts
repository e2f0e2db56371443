import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { TracerProvider, type Sampler, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { setTracing } from './spans.ts';

export interface TraceToOptions {
  /** Unless OTEL_SERVICE_NAME says otherwise. */
  readonly serviceName: string;
  readonly processor: SpanProcessor;
  readonly sampler?: Sampler;
}

/** Lets the spans of this process go to a processor. Answers with what ends it, and sends what is left. */
export function traceTo({ serviceName, processor, sampler }: TraceToOptions): () => Promise<void> {
  const named = resourceFromAttributes({ 'service.name': serviceName, 'service.namespace': 'ledgerdesk' });
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(named)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [processor],
    ...(sampler && { sampler }),
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  setTracing(true);
  return async () => {
    setTracing(false);
    await provider.shutdown();
    for (const api of [trace, context, propagation]) api.disable();
  };
}
