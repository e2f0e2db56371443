import type { Json } from '@ledgerdesk/kernel';
import { createHmac, createSecretKey, type BinaryLike, type KeyObject } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { CommandContext } from './command.ts';

const hmac = (key: BinaryLike | KeyObject, text: string): Buffer =>
  createHmac('sha256', key).update(text, 'utf8').digest();

/** The keys derived from naming keys. Node takes five times as long with the bytes of a key as with an object made of them. */
const derived = new WeakMap<Uint8Array, KeyObject>();

function keyOf(namingKey: Uint8Array): KeyObject {
  const kept = derived.get(namingKey);
  if (kept) return kept;
  const made = createSecretKey(hmac(namingKey, 'ledgerdesk-command-digest-v1'));
  derived.set(namingKey, made);
  return made;
}

/**
 * What is remembered of a command's sender and content: HMAC-SHA-256 (RFC 2104) of canonical JSON `[actor, body]`, under a
 * key derived from the tenant's naming key, so that nobody can guess a body from it. Written down for ever.
 */
export const commandDigest = (namingKey: Uint8Array, { actor, body }: Pick<CommandContext, 'actor' | 'body'>): Buffer =>
  hmac(keyOf(namingKey), canonicalJson([{ ...actor } as Json, body]));
