import pg, { type PoolClient, type PoolConfig } from 'pg';
import type { Duplex } from 'node:stream';

interface Wire {
  readonly connection: { readonly stream: Duplex };
}

/** A pool whose process dies, by itself before one of its statements: from there on none of its connections says another word. */
export class CrashingPool extends pg.Pool {
  private readonly clients = new Set<PoolClient>();
  private left: number;

  constructor(config: PoolConfig, diesBefore = Infinity) {
    super(config);
    this.left = diesBefore;
    this.on('error', () => undefined);
    this.on('connect', (client) => {
      client.on('error', () => undefined);
      this.clients.add(client);
      const query = client.query.bind(client) as (...args: unknown[]) => unknown;
      client.query = ((...args: unknown[]) => {
        this.left -= 1;
        if (this.crashed) this.die();
        return query(...args);
      }) as never;
    });
  }

  /** Whether it has died. */
  get crashed(): boolean {
    return this.left <= 0;
  }

  die(): void {
    this.left = 0;
    for (const client of this.clients) (client as unknown as Wire).connection.stream.destroy();
  }
}
