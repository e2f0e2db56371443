import type { TenantId } from '@ledgerdesk/kernel';
import { uuidV5 } from './uuid-v5.ts';

/** Written down for ever: another namespace would give the events of a repeated command other ids. */
const EVENTS = '5c2d8b1e-7f04-4f0a-9a51-0d6e3b8f4c17';
const COMMANDS = '8e1f4a63-2b9d-4c58-b7e0-91c5d2a7063f';

/**
 * The id of a command's event: UUIDv5 (RFC 9562) of `<tenant>/<command id>/<index>` in a namespace of its own, so that the
 * same command makes the same events. The command id counts in lower case.
 */
export const eventIdOf = (tenant: TenantId, commandId: string, index: number): string =>
  uuidV5(EVENTS, `${tenant}/${commandId.toLowerCase()}/${index}`);

/**
 * The command id of a reaction: UUIDv5 (RFC 9562) of `<causing event id>/<reaction name>` in a namespace of its own, so
 * that a replay of the event does nothing twice.
 */
export const commandIdOf = (causingEventId: string, reactionName: string): string =>
  uuidV5(COMMANDS, `${causingEventId.toLowerCase()}/${reactionName}`);
