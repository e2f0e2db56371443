import { instantOf, type Instant } from '@ledgerdesk/kernel';
import { encodeEvents, type EncodedEvent } from '../../encoding/encode-events.ts';
import { leastBytes } from '../../encoding/least-bytes.ts';
import type { WantedAppend } from '../../encoding/validate-append.ts';
import type { AppendResult } from '../../port/event-store.ts';
import { streamName } from '../../port/stream.ts';

/** One append on its way: taken, perhaps sent, not yet answered. */
export class PendingAppend {
  readonly answer: Promise<AppendResult>;
  resolve!: (result: AppendResult) => void;
  reject!: (error: unknown) => void;
  /** Sent once on a connection that was lost before it answered: it may or may not be stored. */
  fateUnknown = false;
  /** The stream's. */
  readonly name: string;
  /** The events' bytes at the least: known without writing them. */
  readonly leastBytes: number;
  private readonly recordedAt: Instant = instantOf(Date.now());
  private written: readonly EncodedEvent[] | undefined;

  constructor(
    readonly wanted: WantedAppend,
    /** Of the monotonic clock, in milliseconds: until then it may wait. */
    readonly deadline: number,
  ) {
    this.name = streamName(wanted.stream);
    this.leastBytes = leastBytes(wanted.events);
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  get tenant(): string {
    return this.wanted.stream.tenant;
  }

  /** The events as they will be stored, written once. @throws TooLargeError */
  get events(): readonly EncodedEvent[] {
    return (this.written ??= encodeEvents(this.wanted.stream, this.wanted.events, this.recordedAt));
  }

  get bytes(): number {
    return this.events.reduce((sum, event) => sum + event.bytes, 0);
  }
}
