import { randomUUID } from 'node:crypto';

const SHAPE = /^[A-Za-z0-9._-]{1,64}$/;

interface Request {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const given = new WeakMap<Request, string>();

/** What names a request in answers, logs and events: the caller's `x-correlation-id`, or one made for it. */
export function correlationIdOf(request: Request): string {
  const known = given.get(request);
  if (known) return known;
  const header = request.headers['x-correlation-id'];
  const correlationId = typeof header === 'string' && SHAPE.test(header) ? header : randomUUID();
  given.set(request, correlationId);
  return correlationId;
}
