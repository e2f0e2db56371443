import fastify, { type FastifyInstance } from 'fastify';
import type { JSONWebKeySet } from 'jose';
import { asPortError, type Place } from '../http/port.ts';
import { lookAt, type Check } from './readiness.ts';

export interface OpsServerOptions {
  readonly place: Place;
  /** The public halves of the keys that this service signs with. */
  readonly jwks: () => JSONWebKeySet;
}

/**
 * What a service shows to those who run it, on an address of its own: whether it has started, whether it lives, whether it can
 * serve, and the keys by which others know it.
 */
export class OpsServer {
  private readonly http: FastifyInstance = fastify({ forceCloseConnections: true });
  private checks: readonly Check[] | undefined;
  private ending = false;

  constructor(private readonly options: OpsServerOptions) {
    this.http.get('/livez', () => ({ live: true }));
    this.http.get('/startupz', (_, reply) => reply.status(this.checks ? 200 : 503).send({ started: !!this.checks }));
    this.http.get('/readyz', async (_, reply) => {
      const findings = this.checks ? await lookAt(this.checks) : [];
      const ready = this.checks !== undefined && !this.ending && findings.every(({ ok }) => ok);
      return reply.status(ready ? 200 : 503).send({ ready, checks: findings });
    });
    this.http.get('/.well-known/jwks.json', () => options.jwks());
  }

  /** @throws PortError */
  async listen(): Promise<void> {
    const { place } = this.options;
    await this.http.listen(place).catch((error: unknown) => {
      throw asPortError(error, place);
    });
  }

  /** From now on it is ready as long as these are there. */
  started(checks: readonly Check[]): void {
    this.checks = checks;
  }

  /** No new work is to be sent here. */
  drain(): void {
    this.ending = true;
  }

  async close(): Promise<void> {
    await this.http.close();
  }
}
