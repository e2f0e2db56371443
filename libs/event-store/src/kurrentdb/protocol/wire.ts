/** A record as it goes to the server, or came from it: texts are the stored bytes, which nobody has parsed. */
export interface WireRecord {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** A record as it stands in the server's log. */
export interface StoredRecord extends WireRecord {
  readonly stream: string;
  readonly revision: number;
  /** In the log of all streams: rises, with holes. */
  readonly position: bigint;
  /** The server's clock, in milliseconds since 1970. */
  readonly created: number;
}

/** Which streams a reader of all wants, by their names; the server sifts them. */
export type NameFilter = { readonly regex: string } | { readonly prefixes: readonly string[] };

export interface StreamWish {
  readonly stream: string;
  readonly from: number | 'start' | 'end';
  readonly backward?: boolean;
  readonly count: number;
}

export interface AllWish {
  readonly filter: NameFilter;
  readonly from: bigint | 'start' | 'end';
  readonly backward?: boolean;
  readonly count: number;
}

/** What the writer believes of the stream. */
export type ExpectedOnWire = number | 'no stream';

/** KurrentDB, as the adapter needs it. Faults are the port's typed errors. */
export interface KurrentConnection {
  /** All of the records or none; the same once more, by their ids, is a success. */
  append(
    stream: string,
    expected: ExpectedOnWire,
    records: readonly WireRecord[],
    timeoutMs: number,
  ): Promise<'stored' | 'conflict'>;

  readStream(wish: StreamWish): Promise<readonly StoredRecord[]>;

  readAll(wish: AllWish): Promise<readonly StoredRecord[]>;

  /** Calls when it follows, and at each record that comes from then on; ends with a fault, or when the signal says stop. */
  follow(filter: NameFilter, signal: AbortSignal, onRecord: () => void): Promise<void>;

  close(): Promise<void>;
}
