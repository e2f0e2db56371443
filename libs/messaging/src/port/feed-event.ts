import type { Topic, TopicMessage } from '@ledgerdesk/contracts';
import type { Actor, Instant, TenantId } from '@ledgerdesk/kernel';

/** A public event on the feed: the attributes of CloudEvents 1.0, and the message of its topic. */
export interface FeedEvent<T extends Topic = Topic> {
  readonly topic: T;
  /** CloudEvents `id`: the event id. */
  readonly id: string;
  /** CloudEvents `type`: `ledgerdesk.tickets.v1.TicketOpened`. */
  readonly type: string;
  /** CloudEvents `subject`: the aggregate's id. */
  readonly subject: string;
  /** CloudEvents `time`: when it happened. */
  readonly time: Instant;
  readonly tenant: TenantId;
  /** The aggregate's revision: dense from 0. */
  readonly sequence: number;
  /** The ledger's epoch; `sequence` and `id` are compared within one. */
  readonly epoch: string;
  readonly causationId?: string;
  readonly correlationId: string;
  readonly traceparent?: string;
  readonly actor: Actor;
  readonly origin: 'live' | 'import';
  /** The stored schema version: authenticated with sealed values. */
  readonly schemaVersion: number;
  readonly message: TopicMessage<T>;
}
