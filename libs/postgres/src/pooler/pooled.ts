import pg from 'pg';

type Query = (config: unknown, ...others: unknown[]) => unknown;

/** A connection that prepares nothing under a name: the next statement may be the one of another connection of the server. */
class NamelessClient extends pg.Client {
  override query = ((config: unknown, ...others: unknown[]) =>
    (super.query as Query)(withoutName(config), ...others)) as pg.Client['query'];
}

function withoutName(config: unknown): unknown {
  if (typeof config !== 'object' || config === null || !('name' in config) || 'submit' in config) return config;
  return { ...config, name: undefined };
}

/**
 * What a connection is made with that goes through a pooler which lends those of the server for the length of a transaction
 * (PgBouncer's `pool_mode = transaction`): it depends on nothing that a session keeps. Settings that cannot be asked for on
 * the way in, for a pooler refuses them, are those of the role (`ensureRole`).
 */
export const pooled = ({ options: _, statement_timeout: __, ...config }: pg.PoolConfig): pg.PoolConfig => ({
  ...config,
  Client: NamelessClient as unknown as NonNullable<pg.PoolConfig['Client']>,
});

/** A connection made with this, of the class that it asks for. */
export const clientOf = ({ Client = pg.Client, ...config }: pg.PoolConfig): pg.Client =>
  new (Client as typeof pg.Client)(config);
