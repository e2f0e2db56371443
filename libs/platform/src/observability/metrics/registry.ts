import { collectDefaultMetrics, Registry } from 'prom-client';

/** The metrics of this process, of which there is one. */
export const registry = new Registry();

/** Adds what Node and the operating system tell of the process; from then on garbage collection is watched. */
export function measureProcess(): void {
  if (!registry.getSingleMetric('process_cpu_seconds_total')) collectDefaultMetrics({ register: registry });
}

let read = true;

/** For a process in which nobody can read its metrics: it is spared the work. */
export function measureNothing(): void {
  read = false;
}

/** Whether what is measured can be read. */
export const isMeasured = (): boolean => read;

/** In seconds: from what a cache answers to what a caller gives up on. */
export const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
