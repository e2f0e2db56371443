import { registry } from './registry.ts';

/** A metric as the reference tells of it. */
export interface KnownMetric {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly help: string;
}

/** The metrics of ours, by name; those of Node and of the process come on top where they are measured. */
export const knownMetrics = (): readonly KnownMetric[] =>
  registry
    .getMetricsAsArray()
    .map((metric) => metric as unknown as { name: string; type: string; labelNames: string[]; help: string })
    .map(({ name, type, labelNames, help }) => ({ name, type, labels: labelNames, help }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
