import {
  BusyParts,
  checksOf,
  ConsumerWatch,
  LoopLateness,
  measureConsumers,
  measureNothing,
  measureTables,
  OpsServer,
  stuckParts,
  type Closing,
  type WiredService,
} from '@ledgerdesk/platform';
import type { StandaloneConfig } from '../standalone.config.ts';
import type { LedgerTail } from './feed.ts';

export interface ObserveOptions {
  readonly config: Pick<StandaloneConfig, 'host' | 'opsPort'>;
  readonly feed: LedgerTail;
  readonly closing: Closing;
}

export interface Observed {
  readonly consumers: ConsumerWatch;
  readonly parts: BusyParts;
  /** From now on it is ready as long as its databases are there. */
  started(): void;
}

/** Probes and metrics of all services at once, where they are wanted. */
export async function observe(
  services: readonly WiredService[],
  { config, feed: tail, closing }: ObserveOptions,
): Promise<Observed> {
  const { host, opsPort: port } = config;
  const [consumers, parts] = [new ConsumerWatch(), new BusyParts()];
  if (port === undefined) {
    measureNothing();
    return { consumers, parts, started: () => undefined };
  }
  const loop = new LoopLateness();
  const ops = new OpsServer({ place: { host, port } });
  await ops.listen();
  closing.add(() => ops.close());
  loop.start();
  closing.add(() => loop.stop());
  for (const { definition, runtime } of services) closing.add(measureTables(definition.name, runtime.database));
  return {
    consumers,
    parts,
    started() {
      const feed = { health: () => tail.feed.health(), backlog: () => tail.backlog() };
      closing.add(measureConsumers(feed, consumers.watched));
      const checks = services.flatMap((service) =>
        checksOf(service).map((check) => ({ ...check, name: `${check.name} of ${service.definition.name}` })),
      );
      ops.started({ checks, stuck: () => stuckParts({ loop, consumers, parts }) });
      closing.add(() => ops.drain());
    },
  };
}
