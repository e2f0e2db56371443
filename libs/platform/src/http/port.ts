import { createServer } from 'node:net';

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** The process cannot listen where it was told to. */
export class PortError extends Error {
  override readonly name = 'PortError';

  constructor({ host, port }: Place, code: keyof typeof REASONS) {
    super(REASONS[code](host, port));
  }
}

const REASONS = {
  EADDRINUSE: (host: string, port: number) =>
    `Port ${port} on ${host} is in use: stop the program that listens there, or choose another port ` +
    `(HTTP_PORT=${port + 1} npm start; HTTP_PORT=0 takes a free one).`,
  EACCES: (_: string, port: number) =>
    `This account may not listen on port ${port}: choose one from 1024 on (HTTP_PORT=4000 npm start).`,
  EADDRNOTAVAIL: (host: string) => `${host} is not an address of this machine: mend HTTP_HOST.`,
  ENOTFOUND: (host: string) => `There is no address under the name ${host}: mend HTTP_HOST.`,
};

/** Finds out before anything is started; who takes the port later is met when listening. @throws PortError */
export function assertFree(place: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(asPortError(error, place)));
    probe.listen({ ...place, exclusive: true }, () => probe.close(() => resolve()));
  });
}

/** A failure to listen in plain words; any other error as it is. */
export function asPortError(error: unknown, place: Place): unknown {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && Object.hasOwn(REASONS, code)
    ? new PortError(place, code as keyof typeof REASONS)
    : error;
}
