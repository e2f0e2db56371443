import type { PageEntry } from './feed-page.ts';

/**
 * Some other order that the feed also allows: topics in any order among each other, each topic in its own. On many machines
 * nothing more is promised, so specs run with nothing more.
 */
export function interleaved(entries: readonly PageEntry[], random: () => number): readonly PageEntry[] {
  const queues = [...Map.groupBy(entries, ({ topic }) => topic).values()];
  const shuffled: PageEntry[] = [];
  while (queues.length > 0) {
    const chosen = Math.floor(random() * queues.length);
    const queue = queues[chosen]!;
    shuffled.push(queue.shift()!);
    if (queue.length === 0) queues.splice(chosen, 1);
  }
  return shuffled;
}
