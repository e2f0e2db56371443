/** An element of a binary array: its bytes, or NULL. */
type Write<T> = (value: T, into: Buffer, at: number) => number;

/** How the elements of an array are written. */
export interface ElementType<T> {
  readonly oid: number;
  /** At most so many bytes. */
  room(value: T): number;
  readonly write: Write<T>;
}

const HEADER = 20;
const LENGTH = 4;
const NULL = -1;
const LEAST_MEMORY = 1 << 14;

/**
 * One-dimensional arrays in PostgreSQL's binary format (`array_send` in its arrayfuncs.c): node-postgres sends a Buffer as a
 * binary parameter, and neither side has to quote, escape or parse text.
 *
 * The arrays of one statement after the other are written into the same memory: a Buffer made for each is garbage that V8
 * does not see as its own, and collects in a hurry.
 */
export class ArrayWriter {
  private memory = Buffer.allocUnsafeSlow(LEAST_MEMORY);
  private end = 0;

  /** From now on the arrays written before may be overwritten. */
  restart(): void {
    this.end = 0;
  }

  write<T>(type: ElementType<T>, values: readonly (T | undefined)[]): Buffer {
    let room = HEADER;
    for (const value of values) room += LENGTH + (value === undefined ? 0 : type.room(value));
    const start = this.startOf(room);
    const { memory } = this;
    memory.writeInt32BE(1, start);
    memory.writeInt32BE(values.includes(undefined) ? 1 : 0, start + 4);
    memory.writeInt32BE(type.oid, start + 8);
    memory.writeInt32BE(values.length, start + 12);
    memory.writeInt32BE(1, start + 16);
    let end = start + HEADER;
    for (const value of values) {
      const length = value === undefined ? NULL : type.write(value, memory, end + LENGTH);
      memory.writeInt32BE(length, end);
      end += LENGTH + Math.max(length, 0);
    }
    this.end = end;
    return memory.subarray(start, end);
  }

  /** What was written before stays where it is, in memory of its own if there is not room enough. */
  private startOf(room: number): number {
    if (this.end + room > this.memory.length) {
      this.memory = Buffer.allocUnsafeSlow(2 * Math.max(this.memory.length, room));
      this.end = 0;
    }
    return this.end;
  }
}

export const TEXT: ElementType<string> = {
  oid: 25,
  room: (value) => value.length * 3,
  write: (value, into, at) => into.write(value, at),
};

export const BYTES: ElementType<Uint8Array> = {
  oid: 17,
  room: (value) => value.length,
  write: (value, into, at) => (into.set(value, at), value.length),
};

const HYPHEN = 0x2d;
/** The value of a hexadecimal digit, of either case: letters follow each other in ASCII, nine after where their low bits say. */
const nibble = (code: number): number => (code & 0x0f) + (code > 0x39 ? 9 : 0);

export const UUID: ElementType<string> = {
  oid: 2950,
  room: () => 16,
  write: (value, into, at) => {
    let end = at;
    for (let digit = 0; digit < value.length; digit += 2) {
      if (value.charCodeAt(digit) === HYPHEN) digit += 1;
      into[end++] = (nibble(value.charCodeAt(digit)) << 4) | nibble(value.charCodeAt(digit + 1));
    }
    return end - at;
  },
};

export const INTEGER: ElementType<number> = {
  oid: 23,
  room: () => 4,
  write: (value, into, at) => (into.writeInt32BE(value, at), 4),
};

export const BIGINT: ElementType<number> = {
  oid: 20,
  room: () => 8,
  write: (value, into, at) => (into.writeBigInt64BE(BigInt(value), at), 8),
};

/** 2000-01-01, from which PostgreSQL counts microseconds. */
const POSTGRES_EPOCH = 946_684_800_000;

/** Milliseconds since 1970, as `timestamptz`. */
export const TIMESTAMP: ElementType<number> = {
  oid: 1184,
  room: () => 8,
  write: (value, into, at) => (into.writeBigInt64BE(BigInt((value - POSTGRES_EPOCH) * 1000), at), 8),
};
