import { Waiters, type Instant } from '@ledgerdesk/kernel';
import type { EncodedEvent } from '../encoding/encode-events.ts';
import type { CommandMemo } from '../port/event-store.ts';
import type { StreamId } from '../port/stream.ts';

/** An event as the in-memory ledger keeps it: bytes and place, nothing decoded. */
export interface KeptEvent extends EncodedEvent {
  readonly stream: StreamId;
  readonly streamName: string;
  readonly revision: number;
  readonly position: bigint;
  readonly storedAt: Instant;
}

/** Where an accepted command's events stand. */
export interface KeptCommand {
  readonly stream: StreamId;
  readonly firstRevision: number;
  readonly lastRevision: number;
  readonly position: bigint;
  readonly digest: Uint8Array | undefined;
}

export const commandKey = (tenant: string, { commandId }: Pick<CommandMemo, 'commandId'>): string =>
  `${tenant}/${commandId.toLowerCase()}`;

/** Positions with holes, so that nobody comes to count on there being none. */
const STRIDES = [1n, 7n, 2n, 100n, 3n];

/** What all in-memory stores of one ledger share, as services share a database. */
export class InMemoryLedger {
  readonly events: KeptEvent[] = [];
  readonly streams = new Map<string, KeptEvent[]>();
  readonly commands = new Map<string, KeptCommand>();
  private readonly waiters = new Waiters();
  private epochs = 1;

  get epoch(): string {
    return `memory${this.epochs}`;
  }

  get head(): bigint {
    return this.events.at(-1)?.position ?? 0n;
  }

  /** As restoring a backup would: cursors from before are foreign from now on. */
  beginEpoch(): void {
    this.epochs += 1;
    this.waiters.wake();
  }

  store(stream: StreamId, streamName: string, events: readonly EncodedEvent[]): KeptEvent[] {
    const kept = this.streams.get(streamName) ?? [];
    const storedAt = this.timeOf(events[0]!);
    const stored = events.map((event, index) => {
      const position = this.head + STRIDES[this.events.length % STRIDES.length]!;
      const one = { ...event, stream, streamName, revision: kept.length + index, position, storedAt };
      this.events.push(one);
      return one;
    });
    kept.push(...stored);
    this.streams.set(streamName, kept);
    this.waiters.wake();
    return stored;
  }

  /** Resolves when the ledger has grown, or the signal says stop. */
  grown(signal: AbortSignal): Promise<void> {
    return this.waiters.next(signal);
  }

  /** Never decreasing along the ledger. */
  private timeOf({ recordedAt }: EncodedEvent): Instant {
    const last = this.events.at(-1)?.storedAt;
    return last !== undefined && last > recordedAt ? last : recordedAt;
  }
}
