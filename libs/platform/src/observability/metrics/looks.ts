import { Counter } from 'prom-client';
import { registry } from './registry.ts';

/** Something that is looked up only when somebody reads the metrics. */
export interface Look {
  /** One of few: names the look where it fails. */
  readonly name: string;
  /** Sets gauges. */
  readonly look: () => Promise<void>;
  /** Takes away what it set before: what is not known is not told. */
  readonly forget: () => void;
}

/** A look that takes longer is not waited for. */
const PATIENCE_MS = 2_000;

const looks = new Set<Look>();
let underWay: Promise<void> | undefined;

const failures = new Counter({
  name: 'ledgerdesk_metrics_look_failures_total',
  help: 'Looks taken for these metrics that failed or came too late; what they would have set is left out meanwhile.',
  labelNames: ['look'],
  registers: [registry],
});

/** Takes a look with each reading, until it is no longer wanted. */
export function lookWithEachReading(look: Look): () => void {
  looks.add(look);
  return () => {
    looks.delete(look);
    look.forget();
  };
}

/** What Prometheus reads, after all looks were taken; readings at the same time share them. */
export async function readMetrics(): Promise<string> {
  underWay ??= Promise.all([...looks].map(take))
    .then(() => undefined)
    .finally(() => (underWay = undefined));
  await underWay;
  return registry.metrics();
}

async function take({ name, look, forget }: Look): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    await Promise.race([look(), late]);
  } catch {
    forget();
    failures.inc({ look: name });
  } finally {
    clearTimeout(timer);
  }
}
