import { tickets } from '@ledgerdesk/contracts';
import { GrpcChannel, type RpcClient } from '@ledgerdesk/platform';
import { freePort } from '@ledgerdesk/postgres';
import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { aRequest } from '../support/a-request.ts';

/** What becomes of a call that has come to a service as a whole. */
const ends: readonly (readonly [string, (stream: ServerHttp2Stream) => void, string])[] = [
  ['the connection is lost', (stream) => stream.session!.destroy(), 'UNAVAILABLE'],
  ['the service gives the call up', (stream) => stream.close(2), 'INTERNAL'],
  [
    'the service, or what stands before it, says that it is unavailable',
    (stream) => {
      const headers = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '14' };
      stream.respond(headers, { endStream: true });
    },
    'UNAVAILABLE',
  ],
];

describe('A call that may have been served', () => {
  let server: Http2Server;
  let channel: GrpcChannel;
  let client: RpcClient<typeof tickets.TicketsDefinition>;
  const sessions = new Set<ServerHttp2Session>();
  let came = 0;
  let deadlines: (string | undefined)[] = [];
  let end: (stream: ServerHttp2Stream) => void = () => undefined;

  beforeAll(async () => {
    const port = await freePort();
    server = createServer();
    server.on('session', (session) => sessions.add(session));
    server.on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      deadlines.push(headers['grpc-timeout'] as string | undefined);
      stream.resume().on('end', () => {
        came += 1;
        end(stream);
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    channel = new GrpcChannel({ addresses: { [tickets.TicketsDefinition.fullName]: `127.0.0.1:${port}` } });
    client = channel.client(tickets.TicketsDefinition);
  });
  beforeEach(() => void ([came, deadlines] = [0, []]));
  afterAll(async () => {
    await channel.close();
    for (const session of sessions) session.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it.each(ends)(
    'is not sent again where %s: whoever called decides, under the same command id',
    async (_, how, code) => {
      end = how;
      await expect(client.openTicket(aRequest({}), { token: 't', timeoutMs: 60_000 })).rejects.toMatchObject({ code });
      expect(came).toBe(1);
    },
  );

  it('is given up after ten seconds where nothing else is said, and the service is told so', async () => {
    end = ends[2]![1];
    await client.openTicket(aRequest({}), { token: 't' }).catch(() => undefined);
    const [value = '', unit] = [deadlines[0]?.slice(0, -1), deadlines[0]?.slice(-1)];
    const ms = Number(value) * { S: 1000, m: 1, u: 0.001, n: 0.000001 }[unit as 'S' | 'm' | 'u' | 'n'];
    expect(ms).toBeLessThanOrEqual(10_000);
    expect(ms).toBeGreaterThan(0);
  });
});
