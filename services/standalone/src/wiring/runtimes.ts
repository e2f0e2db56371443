import type { MasterKeys } from '@ledgerdesk/event-store';
import type { Feed } from '@ledgerdesk/messaging';
import {
  SigningKeys,
  systemClock,
  wireService,
  type RpcChannel,
  type ServiceDefinition,
  type WiredService,
} from '@ledgerdesk/platform';
import type { Logger } from 'pino';
import { databasesOf, type Administration } from './databases.ts';

export interface RuntimeOptions {
  readonly admin: Administration;
  readonly masterKeys: MasterKeys;
  readonly rpc: RpcChannel;
  readonly feed: Feed;
  readonly logger: Logger;
  /** Hears that there was no room for something. */
  readonly onDiskFull: () => void;
}

/** Gives each service its own connections and keys, as it would have them alone. */
export async function wireServices(
  definitions: readonly ServiceDefinition[],
  { admin, feed, ...shared }: RuntimeOptions,
): Promise<readonly WiredService[]> {
  const keys = await Promise.all(definitions.map(() => SigningKeys.generate(systemClock)));
  const trusted = Object.fromEntries(definitions.map(({ name }, index) => [name, keys[index]!]));
  return definitions.map((definition, index) =>
    wireService(definition, {
      ...shared,
      databases: databasesOf(admin, definition.name),
      keys: keys[index]!,
      trusted,
      feed: () => feed,
    }),
  );
}
