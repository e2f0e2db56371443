import { Histogram } from 'prom-client';
import { isMeasured, registry, SECONDS } from './registry.ts';

const duration = new Histogram({
  name: 'ledgerdesk_graphql_operation_duration_seconds',
  help: 'GraphQL operations by type and outcome: ok, refused (a mutation answered a refusal), or the code of the first error.',
  labelNames: ['type', 'outcome'],
  buckets: SECONDS,
  registers: [registry],
});

/** An operation that was answered; what a client calls it is nobody's label. */
export interface MeasuredOperation {
  readonly type: 'query' | 'mutation' | 'subscription' | 'none';
  /** One of few. */
  readonly outcome: string;
  readonly seconds: number;
}

export function measureOperation({ type, outcome, seconds }: MeasuredOperation): void {
  if (isMeasured()) duration.observe({ type, outcome }, seconds);
}
