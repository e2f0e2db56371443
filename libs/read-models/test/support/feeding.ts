import { cursorOf, type Cursor } from '@ledgerdesk/event-store';
import type { Consumer, FeedBatch, FeedEvent } from '@ledgerdesk/messaging';

export const batchOf = (events: readonly FeedEvent[], position: bigint, epoch = 'history'): FeedBatch => ({
  source: 'ledger',
  epoch,
  events,
  position,
  positions: events.map((_, index) => position - BigInt(events.length - 1 - index)),
});

/** Brings a consumer its events as a feed would, up to a position. */
export async function feed(consumer: Consumer, events: readonly FeedEvent[], position: bigint): Promise<void> {
  await consumer.checkpoint('ledger');
  await consumer.handle(batchOf(events, position));
}

export const cursorAt = (position: bigint, epoch = 'history'): Cursor => cursorOf({ epoch, position });
