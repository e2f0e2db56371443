import { built } from './built.ts';
import { heading, table } from './markdown.ts';

interface Metric {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly help: string;
}

/** What Prometheus reads of each process beside Node's own metrics, from what the platform registers. */
export async function metricsPage(): Promise<string> {
  const { knownMetrics } = (await built('libs/platform/dist/index.js')) as { knownMetrics(): readonly Metric[] };
  const rows = knownMetrics().map(({ name, type, labels, help }) => [
    `\`${name}\``,
    type,
    labels.map((label) => `\`${label}\``).join(' '),
    help,
  ]);
  return [
    heading('Metrics', '`libs/platform/src/observability/metrics`'),
    table(['metric', 'kind', 'labels', 'what it tells'], rows),
  ].join('\n');
}
