import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range from which systems draw ports for outgoing connections: nobody takes one while its server starts, or was killed. */
const [LOWEST, HIGHEST] = [15_000, 32_000];

/** A loopback port that nobody listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
