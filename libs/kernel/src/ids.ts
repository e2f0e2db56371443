import { fromString, typeidUnboxed } from 'typeid-js';

/** An id of one kind of thing: prefix and UUIDv7 (`tkt_01h455vb4pex5vsknk084sn02q`), the same everywhere. See TypeID 0.3. */
export type Id<Prefix extends string> = `${Prefix}_${string}`;

export type TenantId = Id<'tnt'>;
export type TicketId = Id<'tkt'>;
export type PersonId = Id<'psn'>;
export type TeamId = Id<'tea'>;
export type SubmissionId = Id<'sub'>;
export type MessageId = Id<'msg'>;

/** A new id, ordered by the time of its making. */
export const newId = <Prefix extends string>(prefix: Prefix): Id<Prefix> => typeidUnboxed(prefix) as Id<Prefix>;

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
