import fastify, { type FastifyInstance } from 'fastify';
import type { JSONWebKeySet } from 'jose';
import { asPortError, type Place } from '../http/port.ts';
import { readMetrics } from '../observability/metrics/looks.ts';
import { measureProcess, registry } from '../observability/metrics/registry.ts';
import { lookAt, type Check } from './readiness.ts';

export interface OpsServerOptions {
  readonly place: Place;
  /** The public halves of the keys that this process signs with, where others check by them. */
  readonly jwks?: () => JSONWebKeySet;
}

/** By what a process that has started is judged. */
export interface Judged {
  /** It is ready as long as these are there. */
  readonly checks: readonly Check[];
  /** What is stuck in it so that only a new process helps. */
  readonly stuck: () => readonly string[];
}

/**
 * What a process shows to those who run it, on an address of its own: whether it has started, whether it lives, whether it can
 * serve, what Prometheus reads, and the keys by which others know it.
 */
export class OpsServer {
  private readonly http: FastifyInstance = fastify({ forceCloseConnections: true });
  private judged: Judged | undefined;
  private ending = false;

  constructor(private readonly options: OpsServerOptions) {
    measureProcess();
    this.http.get('/livez', (_, reply) => {
      const stuck = this.judged?.stuck() ?? [];
      return reply.status(stuck.length === 0 ? 200 : 503).send({ live: stuck.length === 0, stuck });
    });
    this.http.get('/startupz', (_, reply) => reply.status(this.judged ? 200 : 503).send({ started: !!this.judged }));
    this.http.get('/readyz', async (_, reply) => {
      const findings = this.judged && !this.ending ? await lookAt(this.judged.checks) : [];
      const ready = this.judged !== undefined && !this.ending && findings.every(({ ok }) => ok);
      return reply.status(ready ? 200 : 503).send({ ready, draining: this.ending, checks: findings });
    });
    this.http.get('/metrics', async (_, reply) => reply.type(registry.contentType).send(await readMetrics()));
    const { jwks } = options;
    if (jwks) this.http.get('/.well-known/jwks.json', () => jwks());
  }

  /** @throws PortError */
  async listen(): Promise<void> {
    const { place } = this.options;
    await this.http.listen(place).catch((error: unknown) => {
      throw asPortError(error, place);
    });
  }

  started(judged: Judged): void {
    this.judged = judged;
  }

  /** No new work is to be sent here. */
  drain(): void {
    this.ending = true;
  }

  async close(): Promise<void> {
    await this.http.close();
  }
}
