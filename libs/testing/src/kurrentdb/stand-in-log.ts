import { Waiters } from '@ledgerdesk/kernel';

/** A record as it stands in the log. */
export interface LoggedRecord {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  /** Ticks of 100 ns since 1970, as the server writes them. */
  readonly created: bigint;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export type ProposedRecord = Pick<LoggedRecord, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

export type Expected = number | 'no stream' | 'any';

const TICKS_PER_MS = 10_000n;
/** A little longer than a millisecond, so that the records of one append differ in their time, as a server's may. */
const TICKS_PER_RECORD = 11_000n;
const OVERHEAD = 97;
const STATISTICS_EVERY = 5;

/** The log that all streams share, in memory. Positions are those of bytes, so they have holes; the server's own records stand between. */
export class StandInLog {
  readonly records: LoggedRecord[] = [];
  readonly streams = new Map<string, LoggedRecord[]>();
  /** Woken when the log has grown. */
  readonly waiters = new Waiters();
  private end = 0n;
  private clock = 0n;
  private appends = 0;

  constructor() {
    this.store('$settings', [own('$settings')]);
  }

  /**
   * All of the append or nothing: its last record, or the stream's revision where another was expected; -1 where there is no
   * stream. The same ids at the same place once more are a success, as the server has it.
   */
  append(stream: string, expected: Expected, proposed: readonly ProposedRecord[]): LoggedRecord | number {
    const kept = this.streams.get(stream) ?? [];
    const last = kept.length - 1;
    const from = expected === 'no stream' ? -1 : typeof expected === 'number' ? expected : last;
    if (from !== last) {
      const there = kept.slice(from + 1, from + 1 + proposed.length);
      const repeated = there.length === proposed.length && there.every(({ id }, index) => id === proposed[index]!.id);
      return repeated ? there.at(-1)! : last;
    }
    if ((this.appends += 1) % STATISTICS_EVERY === 0) this.store('$stats-127.0.0.1', [own('$statsCollected')]);
    const stored = this.store(stream, proposed);
    this.waiters.wake();
    return stored;
  }

  private store(stream: string, proposed: readonly ProposedRecord[]): LoggedRecord {
    const kept = this.streams.get(stream) ?? [];
    this.streams.set(stream, kept);
    for (const one of proposed) {
      const now = BigInt(Date.now()) * TICKS_PER_MS;
      this.clock = now > this.clock ? now : this.clock + TICKS_PER_RECORD;
      const record = { ...one, position: this.end, stream, revision: kept.length, created: this.clock };
      this.end += BigInt(OVERHEAD + stream.length + one.data.length + one.metadata.length);
      kept.push(record);
      this.records.push(record);
    }
    return kept.at(-1)!;
  }
}

/** A record of the server's own. */
const own = (type: string): ProposedRecord => ({
  id: crypto.randomUUID(),
  type,
  contentType: 'application/octet-stream',
  data: new Uint8Array(),
  metadata: new Uint8Array(),
});
