/** An element of a binary array: its bytes, or NULL. */
type Write<T> = (value: T, into: Buffer, at: number) => number;

interface ElementType<T> {
  readonly oid: number;
  /** At most so many bytes. */
  room(value: T): number;
  readonly write: Write<T>;
}

const HEADER = 20;
const LENGTH = 4;
const NULL = -1;

/**
 * One-dimensional arrays in PostgreSQL's binary format (`array_send` in its arrayfuncs.c): node-postgres sends a Buffer as a
 * binary parameter, and neither side has to quote, escape or parse text.
 */
export function binaryArray<T>(type: ElementType<T>, values: readonly (T | undefined)[]): Buffer {
  let room = HEADER;
  for (const value of values) room += LENGTH + (value === undefined ? 0 : type.room(value));
  const buffer = Buffer.allocUnsafe(room);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(values.includes(undefined) ? 1 : 0, 4);
  buffer.writeInt32BE(type.oid, 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  let end = HEADER;
  for (const value of values) {
    const length = value === undefined ? NULL : type.write(value, buffer, end + LENGTH);
    buffer.writeInt32BE(length, end);
    end += LENGTH + Math.max(length, 0);
  }
  return buffer.subarray(0, end);
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

export const UUID: ElementType<string> = {
  oid: 2950,
  room: () => 16,
  write: (value, into, at) => into.write(value.replaceAll('-', ''), at, 'hex'),
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
