import type { FeedEvent } from '../port/feed-event.ts';

/**
 * Handles events, those of one aggregate in their order, of several aggregates at once. After a failure it takes no more, and
 * throws the first when what was taken has ended.
 */
export async function byAggregate<Event extends FeedEvent>(
  events: readonly Event[],
  concurrency: number,
  handle: (event: Event) => Promise<void>,
): Promise<void> {
  const queues = Map.groupBy(events, ({ topic, tenant, subject }) => `${topic}/${tenant}/${subject}`).values();
  const failures: unknown[] = [];
  const work = async (): Promise<void> => {
    // The workers share one iterator: each queue goes to whoever is free.
    for (const queue of queues) {
      for (const event of queue) {
        if (failures.length > 0) return;
        try {
          await handle(event);
        } catch (error) {
          failures.push(error);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  if (failures.length > 0) throw failures[0];
}
