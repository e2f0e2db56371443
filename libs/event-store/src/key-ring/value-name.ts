import { createHmac } from 'node:crypto';

/** A value that is somebody's alone in its tenant, in the form under which it is unique. */
export interface NamedValue {
  /** What kind of value it is; without NUL. */
  readonly kind: string;
  readonly value: string;
}

/**
 * The name by which a value is spoken of where it must not stand in clear: HMAC-SHA-256 (RFC 2104) of kind, NUL and value
 * in UTF-8, under the tenant's naming key; lower-case hex. Written down for ever: names are in events and in stream names.
 */
export const valueName = (namingKey: Uint8Array, { kind, value }: NamedValue): string =>
  createHmac('sha256', namingKey).update(`${kind}\0${value}`, 'utf8').digest('hex');
