import type { TenantId } from '@ledgerdesk/kernel';
import { canExist } from '../encoding/stream-names.ts';
import type { Filter } from '../port/event-store.ts';
import { streamName, type StreamId } from '../port/stream.ts';
import type { NameFilter } from './protocol/wire.ts';

/** The category whose streams remember commands: no aggregate may have it. */
export const COMMANDS = 'command';

export const commandStream = (tenant: TenantId, commandId: string): string =>
  `${COMMANDS}-${tenant}.${commandId.toLowerCase()}`;

/**
 * Where the ledger's epoch is kept: an ordinary stream, so that it is backed up and read like everything else; not one of
 * the server's own (`$…`), which only its administrators may write.
 */
export const EPOCHS = 'ledger-epoch';

/** Every event of every aggregate, and nothing that the adapter or the server keeps for itself. */
export const EVERYTHING: NameFilter = { regex: `^(?!${COMMANDS}-)[A-Za-z]+-tnt_` };

/** As `EVERYTHING`, and the beginning of an epoch. */
export const WHATEVER_MOVES: NameFilter = { regex: `^(?!${COMMANDS}-)([A-Za-z]+-tnt_|${EPOCHS}$)` };

/** Whether an aggregate's stream of that name can exist. */
export const isOfAggregate = (stream: StreamId): boolean => stream.category !== COMMANDS && canExist(stream);

/** What the server is asked for; undefined where there can be nothing. */
export function nameFilterOf(filter: Filter): NameFilter | undefined {
  if (filter === 'everything') return EVERYTHING;
  if ('stream' in filter) {
    const { stream } = filter;
    if (!isOfAggregate(stream)) return undefined;
    return { regex: `^${escaped(streamName(stream))}$` };
  }
  const prefixes = filter.categories.filter((category) => category !== COMMANDS).map((category) => `${category}-`);
  return prefixes.length === 0 ? undefined : { prefixes };
}

/** For .NET's regular expressions, which the server has, and JavaScript's alike. */
const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}#]/g, '\\$&');
