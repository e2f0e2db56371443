import { NewerSchemaVersionError, UnknownEventTypeError } from '@ledgerdesk/event-store';
import {
  LEDGER,
  PoisonedEventError,
  type CatchUp,
  type Consumer,
  type FeedEvent,
  type PageEntry,
} from '@ledgerdesk/messaging';
import { RebuildRefusedError } from './errors.ts';
import { BEGINNING, type Heard } from './heard.ts';

export interface RefillOptions {
  /** The name of the view, for whoever reads of it. */
  readonly view: string;
  readonly consumer: Pick<Consumer, 'handle'>;
  readonly catchUp: Pick<CatchUp, 'pageAfter'>;
  readonly signal: AbortSignal;
  /** Hears up to which position of the ledger it has read. */
  readonly onRead: (position: bigint) => void;
}

/** What has been read of a source ahead of the view that queries see is kept until that has heard it, up to so many events. */
const MOST_EARLY = 50_000;

/** Fills a view from the ledger, up to exactly what another one has heard. */
export class Refill {
  private position = BEGINNING;
  /** Events that were read and are not to be taken yet, in the ledger's order. */
  private early: PageEntry[] = [];

  constructor(private readonly options: RefillOptions) {}

  /**
   * Takes every event that was heard there and is not here yet, and no other; answers how much of the ledger that took.
   * @throws RebuildRefusedError
   */
  async to(heard: Heard): Promise<bigint> {
    const { catchUp, onRead } = this.options;
    const from = this.position;
    await this.take(heard, this.early.splice(0));
    while (this.position < heard.farthest) {
      this.options.signal.throwIfAborted();
      const page = await catchUp.pageAfter({ epoch: heard.epoch, position: this.position });
      if (page.upTo <= this.position) throw new Error(`The ledger cannot be read beyond ${this.position}`);
      this.position = page.upTo;
      await this.take(heard, page.entries);
      onRead(this.position < heard.farthest ? this.position : heard.farthest);
    }
    return this.position - from;
  }

  private async take(heard: Heard, entries: readonly PageEntry[]): Promise<void> {
    const events: FeedEvent[] = [];
    const positions: bigint[] = [];
    for (const entry of entries) {
      const event = this.eventOf(entry);
      if (heard.has(event, entry.position)) {
        events.push(event);
        positions.push(entry.position);
      } else this.early.push(entry);
    }
    if (this.early.length > MOST_EARLY) {
      throw new RebuildRefusedError(
        `The view ${this.options.view} is far behind in some partition of its topics: let it catch up first.`,
      );
    }
    if (events.length === 0) return;
    const { position } = this;
    await this.options.consumer.handle({ source: LEDGER, epoch: heard.epoch, events, position, positions });
  }

  private eventOf(entry: PageEntry): FeedEvent {
    try {
      return entry.event;
    } catch (error) {
      const cause = error instanceof PoisonedEventError ? error.cause : error;
      if (!(cause instanceof UnknownEventTypeError || cause instanceof NewerSchemaVersionError)) throw error;
      throw new RebuildRefusedError(
        `The ledger holds what a newer release wrote (${cause.message}): rebuild the view ${this.options.view} with that release.`,
        { cause: error },
      );
    }
  }
}
