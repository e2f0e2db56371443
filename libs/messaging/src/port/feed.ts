import type { Topic } from '@ledgerdesk/contracts';
import type { TenantId } from '@ledgerdesk/kernel';
import type { BrokenRecord } from './broken-record.ts';
import type { FeedEvent } from './feed-event.ts';

/** Some events in order per aggregate, and the source and position up to which they reach. */
export interface FeedBatch {
  /** What is counted apart: `ledger` where one tailer feeds all, else topic and partition (`ticket/3`). */
  readonly source: string;
  /** The ledger's epoch: positions are compared within one. */
  readonly epoch: string;
  readonly events: readonly FeedEvent[];
  /** The ledger position after this batch; every event of the batch has one above the batch before. */
  readonly position: bigint;
  /** The ledger position of each event, in their order. */
  readonly positions: readonly bigint[];
  /** What a newer program said there, and this one does not know: it is no part of `events`, or that part of it is not. */
  readonly passedOver?: readonly PassedOver[];
  /**
   * Records before the first of the events that cannot be read. Whoever does not keep them with its checkpoint has lost them;
   * those that were brought before may come again.
   */
  readonly broken?: readonly BrokenRecord[];
}

/** Something from the future, for the consumer to remember. */
export interface PassedOver {
  readonly topic: Topic;
  /** CloudEvents `id`. */
  readonly id: string;
  readonly tenant: TenantId;
  readonly subject: string;
  readonly sequence: number;
  /** CloudEvents `type`. */
  readonly type: string;
  readonly position: bigint;
  /** The whole message is unknown, or some of its content. */
  readonly unknown: 'type' | 'content';
}

/** Where a consumer stands in one source: kept by the consumer, in the transaction of its effects. */
export interface Checkpoint {
  readonly epoch: string;
  readonly position: bigint;
}

/** A consumer of the feed. */
export interface Consumer {
  /** Immutable: names its checkpoint. */
  readonly name: string;
  readonly topics: readonly Topic[];
  /** About how many events it likes in a batch, where there are many. */
  readonly batchSize?: number;
  /**
   * Where to go on in a source; undefined is the beginning. Asked at start and after each failed batch.
   * @throws SupersededConsumerError, after which it is asked nothing more
   */
  checkpoint(source: string): Promise<Checkpoint | undefined>;
  /**
   * Takes a batch and stores the checkpoint with its effects. A throw means that nothing was stored: the same events come
   * again, later and later. An empty batch moves the checkpoint only.
   */
  handle(batch: FeedBatch): Promise<void>;
  /** Resolves while somebody waits for what it makes, or when the signal says stop: it is then brought what comes without a rest between. */
  awaited?(signal: AbortSignal): Promise<void>;
  /** What it does beside its batches while the feed runs, until the signal says stop. Never rejects. */
  meanwhile?(signal: AbortSignal): Promise<void>;
}

/** The feed of public events, from the ledger itself or from Kafka; no service knows which. */
export interface Feed {
  /** Starts delivering; batches of one consumer never overlap within a source. */
  subscribe(consumer: Consumer): void;
  start(): Promise<void>;
  /** Finishes the batches that were taken. */
  stop(): Promise<void>;
}
