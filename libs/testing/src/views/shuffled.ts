import type { FeedEvent } from '@ledgerdesk/messaging';

/** Events in some order that the feed allows: each aggregate in its own, aggregates interleaved, every message twice. */
export function interleavedTwice(events: readonly FeedEvent[], random: () => number): readonly FeedEvent[] {
  const byAggregate = Map.groupBy(events, ({ topic, tenant, subject }) => `${topic}/${tenant}/${subject}`);
  const queues = [...byAggregate.values()].map((each) => eachTwice(each, random));
  const mixed: FeedEvent[] = [];
  while (queues.length > 0) {
    const chosen = Math.floor(random() * queues.length);
    const queue = queues[chosen]!;
    mixed.push(queue.shift()!);
    if (queue.length === 0) queues.splice(chosen, 1);
  }
  return mixed;
}

/** A message is repeated at once, or after others of its aggregate. */
function eachTwice(events: readonly FeedEvent[], random: () => number): FeedEvent[] {
  const twice = [...events];
  for (const event of events) {
    const after = twice.indexOf(event) + 1;
    twice.splice(after + Math.floor(random() * (twice.length - after + 1)), 0, event);
  }
  return twice;
}

/** The same list, cut into batches of random sizes. */
export function inBatches(events: readonly FeedEvent[], random: () => number): readonly (readonly FeedEvent[])[] {
  const batches: (readonly FeedEvent[])[] = [];
  for (let start = 0; start < events.length;) {
    const size = 1 + Math.floor(random() ** 2 * events.length);
    batches.push(events.slice(start, start + size));
    start += size;
  }
  return batches;
}
