import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { KEY_BYTES } from '../sealing/aes-gcm.ts';
import { MalformedMasterKeysError, UnknownMasterKeyError } from './errors.ts';

/** One master key under its immutable id. */
export interface MasterKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** The master keys of an installation: the first wraps what is new, all of them unwrap. */
export class MasterKeys {
  constructor(private readonly keys: readonly [MasterKey, ...MasterKey[]]) {}

  /** Wraps the keys of new tenants. */
  get newest(): MasterKey {
    return this.keys[0];
  }

  /** @throws UnknownMasterKeyError */
  withId(id: string): MasterKey {
    const found = this.keys.find((key) => key.id === id);
    if (!found) throw new UnknownMasterKeyError(id);
    return found;
  }
}

const ENTRY = /^([A-Za-z0-9_-]{1,64}):([A-Za-z0-9+/]{43}=)$/;

/**
 * Master keys as text: `<id>:<32 bytes in base64>`, several separated by white space or commas, the newest first.
 * @throws MalformedMasterKeysError
 */
export function parseMasterKeys(text: string): MasterKeys {
  const entries = text.split(/[\s,]+/).filter(Boolean);
  const keys = entries.map((entry, index) => parseEntry(entry, index + 1));
  const [newest, ...older] = keys;
  if (!newest) throw new MalformedMasterKeysError('There is no master key.');
  const ids = new Set(keys.map(({ id }) => id));
  if (ids.size < keys.length) throw new MalformedMasterKeysError('Two master keys have the same id.');
  return new MasterKeys([newest, ...older]);
}

function parseEntry(entry: string, number: number): MasterKey {
  const [, id, base64] = ENTRY.exec(entry) ?? [];
  if (!id || !base64) {
    throw new MalformedMasterKeysError(`Master key ${number} is not "<id>:<32 bytes in base64>".`);
  }
  return { id, key: Buffer.from(base64, 'base64') };
}

/** The master keys in a file. @throws MalformedMasterKeysError, and what reading the file throws */
export const readMasterKeys = (file: string): MasterKeys => parseMasterKeys(readFileSync(file, 'utf8'));

/** A new master key as `parseMasterKeys` reads it. */
export const newMasterKey = (id: string): string => `${id}:${randomBytes(KEY_BYTES).toString('base64')}`;
