import { fromString, fromUUIDBytes } from 'typeid-js';

/** An id of one kind of thing: prefix and UUIDv7 (`tkt_01h455vb4pex5vsknk084sn02q`), the same everywhere. See TypeID 0.3. */
export type Id<Prefix extends string> = `${Prefix}_${string}`;

export type TenantId = Id<'tnt'>;
export type TicketId = Id<'tkt'>;
export type PersonId = Id<'psn'>;
export type TeamId = Id<'tea'>;
export type SubmissionId = Id<'sub'>;
export type MessageId = Id<'msg'>;

/**
 * A new id: the millisecond of its making, and 74 bits of chance, so that nobody guesses one from another. Made here, since
 * uuid 10, which typeid-js asks, counts on from id to id through the life of a process and leaves 43 of them to chance.
 */
export const newId = <Prefix extends string>(prefix: Prefix): Id<Prefix> =>
  fromUUIDBytes(prefix, uuidV7()) as Id<Prefix>;

const UUID_BYTES = 16;
/** Drawn for many ids at once: a call for each id takes longer than all else that is done for it. */
const chance = new Uint8Array(256 * UUID_BYTES);
let drawn = chance.length;

function bytesOfChance(): Uint8Array {
  if (drawn === chance.length) {
    crypto.getRandomValues(chance);
    drawn = 0;
  }
  return chance.slice(drawn, (drawn += UUID_BYTES));
}

/** RFC 9562, 5.7. */
function uuidV7(): Uint8Array {
  const bytes = bytesOfChance();
  const view = new DataView(bytes.buffer);
  const now = Date.now();
  view.setUint16(0, Math.floor(now / 2 ** 32));
  view.setUint32(2, now % 2 ** 32);
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f));
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
  return bytes;
}

/** Whether this text is an id of that kind. */
export function isId<Prefix extends string>(prefix: Prefix, text: string): text is Id<Prefix> {
  try {
    fromString(text, prefix);
    return true;
  } catch {
    return false;
  }
}

/**
 * What stands above tenants (tenant registry, operators) lives here. It is the nil UUID, which no generator makes and
 * which ordinary tokens may not name.
 */
export const RESERVED_TENANT: TenantId = 'tnt_00000000000000000000000000';
