import type { Feed } from '@ledgerdesk/messaging';
import type { ConsumerWatch } from '../observability/consumer-watch.ts';
import type { WiredService } from './wire-service.ts';

export interface Hearing {
  readonly feed: Feed;
  readonly consumers: ConsumerWatch;
}

/** A service, and what it stands on in this process. */
export type HeardService = Pick<WiredService, 'definition' | 'runtime'>;

/** Lets what services keep of the feed hear it; their reactions are Nest's. */
export async function hear(services: readonly HeardService[], { feed, consumers }: Hearing): Promise<void> {
  await Promise.all(services.map(({ runtime }) => runtime.views.prepare()));
  for (const { definition, runtime } of services) {
    const watched = { service: definition.name, logger: runtime.logger };
    for (const [index, consumer] of runtime.views.consumers.entries()) {
      feed.subscribe(consumers.over(consumer, watched, definition.views[index]!.name));
    }
    for (const consumer of definition.consumers?.(runtime) ?? []) feed.subscribe(consumers.over(consumer, watched));
  }
}
