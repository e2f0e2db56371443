import type { Json } from '@ledgerdesk/kernel';
import { createHmac, type BinaryLike } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { CommandContext } from './command.ts';

const hmac = (key: BinaryLike, text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest();

/**
 * What is remembered of a command's sender and content: HMAC-SHA-256 (RFC 2104) of canonical JSON `[actor, body]`, under a
 * key derived from the tenant's naming key, so that nobody can guess a body from it. Written down for ever.
 */
export const commandDigest = (namingKey: Uint8Array, { actor, body }: Pick<CommandContext, 'actor' | 'body'>): Buffer =>
  hmac(hmac(namingKey, 'ledgerdesk-command-digest-v1'), canonicalJson([{ ...actor } as Json, body]));
