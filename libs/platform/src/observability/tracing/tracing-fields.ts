import { z } from 'zod';

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** OpenTelemetry's own variables, of which these decide on what is done here; the exporter reads its others itself. */
export const tracingFields = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url()
    .optional()
    .describe('Where traces go, by OTLP over HTTP (http://collector:4318); without it there are none'),
  OTEL_TRACES_SAMPLER: z.enum(SAMPLERS).default('parentbased_always_on').describe('Which traces are kept'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('What part of the traces, where the sampler goes by ratio'),
};

export type SamplerName = (typeof SAMPLERS)[number];

/** What is done with traces. */
export interface TracingConfig {
  readonly endpoint: string | undefined;
  readonly sampler: SamplerName;
  readonly ratio: number;
}

export const tracingOf = (config: z.output<z.ZodObject<typeof tracingFields>>): TracingConfig => ({
  endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
  sampler: config.OTEL_TRACES_SAMPLER,
  ratio: config.OTEL_TRACES_SAMPLER_ARG,
});
