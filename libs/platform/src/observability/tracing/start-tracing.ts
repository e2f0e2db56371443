import type { TracingConfig } from './tracing-fields.ts';

/**
 * Traces this process where the configuration says whereto. What that takes is loaded only then: whoever does not trace pays
 * nothing for it. Answers with what ends it.
 */
export async function startTracing(
  { endpoint, ...sampling }: TracingConfig,
  serviceName: string,
): Promise<() => Promise<void>> {
  if (endpoint === undefined) return () => Promise.resolve();
  const [{ traceTo }, { samplerOf }, { BatchSpanProcessor }, { OTLPTraceExporter }] = await Promise.all([
    import('./trace-to.ts'),
    import('./sampler.ts'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const processor = new BatchSpanProcessor({ exporter: new OTLPTraceExporter() });
  return traceTo({ serviceName, processor, sampler: samplerOf(sampling) });
}
