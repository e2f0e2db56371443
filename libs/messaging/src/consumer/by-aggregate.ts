import type { FeedEvent } from '../port/feed-event.ts';

/** Names an aggregate among all topics and tenants. */
export const aggregateOf = ({ topic, tenant, subject }: Pick<FeedEvent, 'topic' | 'tenant' | 'subject'>): string =>
  `${topic}/${tenant}/${subject}`;

/**
 * Handles events, those of one aggregate in their order, of several aggregates at once. After a failure it takes no more, and
 * throws the first when what was taken has ended.
 */
export async function byAggregate<Item extends { readonly event: FeedEvent }>(
  items: readonly Item[],
  concurrency: number,
  handle: (item: Item) => Promise<void>,
): Promise<void> {
  const queues = Map.groupBy(items, ({ event }) => aggregateOf(event)).values();
  const failures: unknown[] = [];
  const work = async (): Promise<void> => {
    // The workers share one iterator: each queue goes to whoever is free.
    for (const queue of queues) {
      for (const item of queue) {
        if (failures.length > 0) return;
        try {
          await handle(item);
        } catch (error) {
          failures.push(error);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  if (failures.length > 0) throw failures[0];
}
