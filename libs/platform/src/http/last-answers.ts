import type { FastifyInstance } from 'fastify';

/**
 * Lets a web server say with each answer that it is the last on its connection, once it is leaving: a client that keeps
 * connections open then goes to another replica by itself, and none of its requests meets a closed door.
 */
export class LastAnswers {
  private leaving = false;

  on(fastify: FastifyInstance): void {
    fastify.addHook('onSend', (_, reply, payload, done) => {
      if (this.leaving) void reply.header('connection', 'close');
      done(null, payload);
    });
  }

  /** From now on. */
  begin(): void {
    this.leaving = true;
  }
}
