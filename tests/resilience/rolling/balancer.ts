import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A replica that is sent connections while its probe says that it is ready. */
export interface Backend {
  readonly port: number;
  /** Of its probes. */
  readonly opsPort: number;
}

const HOST = '127.0.0.1';
const PROBE_MS = 250;
const PROBE_TIMEOUT_MS = 5_000;

/**
 * Hands connections to replicas in turn, as a Service of Kubernetes does: it looks into none, asks each replica's readiness probe, and
 * leaves open what is open.
 */
export class Balancer {
  private readonly ready = new Set<Backend>();
  private readonly open = new Set<Socket>();
  private readonly over = new AbortController();
  private turn = 0;

  private constructor(
    private readonly backends: readonly Backend[],
    private readonly server: Server,
  ) {
    server.on('connection', (client) => this.connect(client));
    for (const backend of backends) void this.probe(backend);
  }

  static async before(backends: readonly Backend[]): Promise<Balancer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
    return new Balancer(backends, server);
  }

  get address(): string {
    return `http://${HOST}:${(this.server.address() as AddressInfo).port}`;
  }

  /** Resolves when every replica is sent connections. */
  async allReady(signal: AbortSignal): Promise<void> {
    while (this.ready.size < this.backends.length) await sleep(PROBE_MS, undefined, { signal });
  }

  /** Whether a replica is sent connections. */
  isReady(opsPort: number): boolean {
    return [...this.ready].some((backend) => backend.opsPort === opsPort);
  }

  close(): void {
    this.over.abort();
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private connect(client: Socket): void {
    const ready = this.backends.filter((backend) => this.ready.has(backend));
    const backend = ready[(this.turn += 1) % Math.max(1, ready.length)];
    if (!backend) return void client.destroy();
    const replica = connect(backend.port, HOST);
    for (const [one, other] of [
      [client, replica],
      [replica, client],
    ] as const) {
      this.open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.open.delete(one);
        other.destroySoon();
      });
    }
  }

  private async probe(backend: Backend): Promise<void> {
    const { signal } = this.over;
    while (!signal.aborted) {
      if (await isReady(backend)) this.ready.add(backend);
      else this.ready.delete(backend);
      await sleep(PROBE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

const isReady = ({ opsPort }: Backend): Promise<boolean> =>
  fetch(`http://${HOST}:${opsPort}/readyz`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
