import type { Topic } from '@ledgerdesk/contracts';
import type { RecordedEvent } from '@ledgerdesk/event-store';
import type { FeedEvent } from '../port/feed-event.ts';
import type { FeedMapping } from '../publishing/feed-mapping.ts';
import { weightOf } from './page-weight.ts';

/** A published event of a page. It is mapped when the first consumer that hears it asks, and once for all of them. */
export class PageEntry {
  /** About how much memory it takes, in characters. */
  readonly weight: number;
  private recorded: RecordedEvent | undefined;
  private mapped: FeedEvent | undefined;

  constructor(
    readonly topic: Topic,
    readonly position: bigint,
    recorded: RecordedEvent,
    private readonly mapping: FeedMapping,
  ) {
    this.recorded = recorded;
    this.weight = weightOf(recorded);
  }

  /** @throws what the mapping throws, to those alone who hear the topic */
  get event(): FeedEvent {
    if (!this.mapped) {
      this.mapped = this.mapping.toFeedEvent(this.topic, this.recorded!);
      this.recorded = undefined;
    }
    return this.mapped;
  }
}

/** A stretch of the ledger, and what is published of it. */
export interface FeedPage {
  /** The place before the page. */
  readonly after: bigint;
  /** The place up to which it reaches. */
  readonly upTo: bigint;
  readonly entries: readonly PageEntry[];
  /** About how much memory it takes, in characters. */
  readonly weight: number;
}
