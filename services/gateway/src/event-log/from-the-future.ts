import { instantOf } from '@ledgerdesk/kernel';
import type { FeedEvent, PassedOver, PlacedEvent } from '@ledgerdesk/messaging';
import type { ToStore } from './stored-events.ts';

/**
 * What stands for an event whose type is from the future, in the log and while its aggregate waits: it has no message, and
 * what nobody was told of it is made up.
 */
export const inStead = ({ position, unknown: _, ...said }: PassedOver, epoch: string): PlacedEvent => ({
  event: {
    ...said,
    epoch,
    time: instantOf(0),
    correlationId: said.id,
    actor: { kind: 'anonymous', id: 'unknown', via: 'feed' },
    origin: 'live',
    schemaVersion: 0,
    message: { message: undefined },
  } as FeedEvent,
  position,
});

/** An event as it is stored: without content where it has no message. */
export const toStore = ({ event, position }: PlacedEvent): ToStore => ({
  about: event,
  position,
  ...(event.message.message !== undefined && { event }),
});
