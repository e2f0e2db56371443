import { tickets } from '@ledgerdesk/contracts';
import { newId } from '@ledgerdesk/kernel';
import {
  ConfigError,
  GrpcChannel,
  grpcServer,
  readRpcTls,
  SigningKeys,
  systemClock,
  TokenIssuer,
  TokenVerifier,
  WatchedTls,
  type CallOptions,
  type Identity,
} from '@ledgerdesk/platform';
import { freePort } from '@ledgerdesk/postgres';
import { Authority, certificatesObstacle, describeUnless, type Certified } from '@ledgerdesk/testing';
import { NestFactory } from '@nestjs/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { aRequest } from '../support/a-request.ts';
import { echoModule } from './echo-service.ts';

const agent: Identity = { kind: 'person', subject: newId('psn'), tenant: newId('tnt'), permissions: [], teams: [] };
const quiet = { info: () => undefined, warn: () => undefined };

describeUnless(certificatesObstacle(), 'A call over TLS', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-tls-'));
  const running: { close(): Promise<unknown> }[] = [];
  let ours: Authority;
  let foreign: Authority;
  let service: Certified;
  let gateway: Certified;
  let options: CallOptions;
  let keys: SigningKeys;
  /** Calls that came to the service. */
  let came = 0;
  /** Why calls did not come there, as the logs of caller and service say it. */
  const told: string[] = [];
  const logger = { ...quiet, warn: (of: object) => void told.push((of as { reason: string }).reason) };

  beforeAll(async () => {
    [ours, foreign] = await Promise.all([Authority.make(folder, 'ours'), Authority.make(folder, 'foreign')]);
    service = await ours.certify({ name: 'service', calledAs: ['DNS:localhost'] });
    gateway = await ours.certify({ name: 'gateway' });
    keys = await SigningKeys.generate(systemClock);
    const issuer = new TokenIssuer({ service: 'gateway', keys, clock: systemClock });
    options = { token: await issuer.issue(agent, 'tickets'), timeoutMs: 60_000 };
  });
  beforeEach(() => {
    came = 0;
    told.splice(0);
  });
  afterEach(async () => {
    for (const one of running.splice(0).reverse()) await one.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const tlsOf = (env: Readonly<Record<string, string>>): WatchedTls =>
    new WatchedTls({ read: () => readRpcTls(env), logger: quiet });
  const shown = ({ certificate, key }: Certified) => ({ GRPC_CERTIFICATE: certificate, GRPC_KEY: key });
  const believing = ({ certificate }: Authority) => ({ RPC_TLS: 'true', RPC_CA: certificate });

  /** A service that is called over TLS as its environment says; answers its port. */
  async function serving(tls: WatchedTls): Promise<number> {
    const verifier = new TokenVerifier({ audience: 'tickets', trusted: { gateway: keys }, clock: systemClock });
    const module = echoModule({ verify: (token) => ((came += 1), verifier.verify(token)) });
    const port = await freePort();
    const server = grpcServer([tickets.TicketsDefinition], { url: `localhost:${port}`, tls, logger });
    const app = await NestFactory.createMicroservice(module, { ...server, logger: false });
    await app.listen();
    running.push(app);
    return port;
  }

  function calling(address: string, tls: WatchedTls) {
    const channel = new GrpcChannel({ addresses: { [tickets.TicketsDefinition.fullName]: address }, tls, logger });
    running.push(channel);
    const client = channel.client(tickets.TicketsDefinition);
    return { call: () => client.openTicket(aRequest({}), options) };
  }

  it('comes to a service whose authority the caller believes', async () => {
    const port = await serving(tlsOf(shown(service)));
    const { call } = calling(`localhost:${port}`, tlsOf(believing(ours)));
    expect(await call()).toMatchObject({ outcome: { $case: 'accepted' } });
    expect(told).toEqual([]);
  });

  it('comes to a service that wants certificates of its callers, from one that shows such a one', async () => {
    const port = await serving(tlsOf({ ...shown(service), GRPC_CLIENT_CA: ours.certificate }));
    const { call } = calling(`localhost:${port}`, tlsOf({ ...shown(gateway), ...believing(ours) }));
    expect(await call()).toMatchObject({ outcome: { $case: 'accepted' } });
  });

  type Environment = Readonly<Record<string, string>>;
  interface Refused {
    readonly served?: () => Environment | Promise<Environment>;
    readonly caller?: () => Environment | Promise<Environment>;
    readonly host?: string;
    readonly reason: RegExp;
  }
  const expired = (wish: { name: string; calledAs?: readonly string[] }) => ours.certify({ ...wish, days: -1 });
  const wantingCertificates = () => ({ ...shown(service), GRPC_CLIENT_CA: ours.certificate });
  const refused: readonly (readonly [string, Refused])[] = [
    [
      'a service of an authority that it does not know',
      { caller: () => believing(foreign), reason: /unable to verify/ },
    ],
    [
      'a service whose certificate has ended',
      {
        served: async () => shown(await expired({ name: 'late', calledAs: ['DNS:localhost'] })),
        reason: /has expired/,
      },
    ],
    ['a service of another name', { host: '127.0.0.1', reason: /IP: 127\.0\.0\.1 is not in the cert/ }],
    [
      'a service that wants a certificate, and shows none',
      { served: wantingCertificates, reason: /PEER_DID_NOT_RETURN_A_CERTIFICATE/ },
    ],
    [
      'a service that wants a certificate, and shows that of another authority',
      {
        served: wantingCertificates,
        caller: async () => ({ ...shown(await foreign.certify({ name: 'stranger' })), ...believing(ours) }),
        reason: /UNABLE_TO_VERIFY/,
      },
    ],
    [
      'a service that wants a certificate, and shows one that has ended',
      {
        served: wantingCertificates,
        caller: async () => ({ ...shown(await expired({ name: 'old-gateway' })), ...believing(ours) }),
        reason: /EXPIRED/,
      },
    ],
    ['a service that wants TLS, in clear', { caller: () => ({}), reason: /WRONG_VERSION|HTTP_REQUEST/ }],
  ];

  it.each(refused)('does not come to %s: unavailable, and a log says why', async (_, how) => {
    const { host = 'localhost', served = () => shown(service), caller = () => believing(ours), reason } = how;
    const port = await serving(tlsOf(await served()));
    const { call } = calling(`${host}:${port}`, tlsOf(await caller()));
    await expect(call()).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    expect(told.join()).toMatch(reason);
    expect(came).toBe(0);
  });

  /** Variables as files, whose contents may change. */
  function filesOf(env: Environment): { readonly env: Environment; write(env: Environment): void } {
    const fileOf = (variable: string) => path.join(folder, `${variable}.mounted`);
    const write = (contents: Environment) => {
      for (const [variable, content] of Object.entries(contents)) writeFileSync(fileOf(variable), content);
    };
    write(env);
    return { env: Object.fromEntries(Object.keys(env).map((name) => [`${name}_FILE`, fileOf(name)])), write };
  }

  it('comes to a service whose certificate was renewed while it runs, and those under way go on', async () => {
    const mounted = filesOf(shown(service));
    const tls = tlsOf(mounted.env);
    const port = await serving(tls);
    const before = calling(`localhost:${port}`, tlsOf(believing(ours)));
    await before.call();
    const renewed = shown(await foreign.certify({ name: 'renewed', calledAs: ['DNS:localhost'] }));

    // Between the two files: what does not fit is not taken.
    mounted.write({ GRPC_KEY: renewed.GRPC_KEY });
    const from = tls.current;
    tls.look();
    expect(tls.current).toBe(from);
    expect(await calling(`localhost:${port}`, tlsOf(believing(ours))).call()).toHaveProperty(
      'outcome.$case',
      'accepted',
    );

    mounted.write(renewed);
    tls.look();
    expect(await calling(`localhost:${port}`, tlsOf(believing(foreign))).call()).toHaveProperty(
      'outcome.$case',
      'accepted',
    );
    expect(await before.call()).toHaveProperty('outcome.$case', 'accepted');
    await expect(calling(`localhost:${port}`, tlsOf(believing(ours))).call()).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });

  it('comes from a caller whose own certificate was renewed while it runs', async () => {
    const mounted = filesOf({ ...shown(await expired({ name: 'worn-gateway' })), RPC_CA: ours.certificate });
    const tls = tlsOf({ ...mounted.env, RPC_TLS: 'true' });
    const { call } = calling(`localhost:${await serving(tlsOf(wantingCertificates()))}`, tls);
    await expect(call()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    mounted.write(shown(gateway));
    tls.look();
    // It connects again after a pause of gRPC's.
    let answer = await call().catch(() => undefined);
    while (!answer) answer = await call().catch(() => undefined);
    expect(answer).toHaveProperty('outcome.$case', 'accepted');
  });

  describe('is configured with faults', () => {
    const faultsOf = (env: Environment): readonly object[] => {
      try {
        readRpcTls(env);
      } catch (error) {
        if (error instanceof ConfigError) return error.faults;
      }
      return [];
    };

    it('where a certificate has another key', () => {
      expect(faultsOf({ ...shown(service), GRPC_KEY: gateway.key })).toEqual([
        { variable: 'GRPC_KEY', problem: 'is not the key of GRPC_CERTIFICATE' },
      ]);
    });

    it('where what is given is none, all told at once and never what it is', () => {
      const env = {
        GRPC_CERTIFICATE: service.key,
        GRPC_KEY: 'hunter2',
        GRPC_CLIENT_CA: 'PEM',
        RPC_TLS: 'perhaps',
        RPC_CA: '-',
      };
      expect(faultsOf(env)).toMatchObject([
        { variable: 'GRPC_CERTIFICATE', problem: 'must be certificates (PEM)' },
        { variable: 'GRPC_KEY', problem: 'must be a private key (PEM) without a passphrase' },
        { variable: 'GRPC_CLIENT_CA', problem: 'must be certificates (PEM)' },
        { variable: 'RPC_TLS', problem: 'must be true or false' },
        { variable: 'RPC_CA', problem: 'must be certificates (PEM)' },
      ]);
      expect(JSON.stringify(faultsOf(env))).not.toContain('hunter2');
    });

    it.each([
      ['a certificate alone', () => ({ GRPC_CERTIFICATE: service.certificate }), 'GRPC_CERTIFICATE wants GRPC_KEY'],
      ['a key alone', () => ({ GRPC_KEY: service.key }), 'GRPC_KEY wants GRPC_CERTIFICATE'],
      [
        'the authority of callers alone',
        () => ({ GRPC_CLIENT_CA: ours.certificate }),
        'GRPC_CLIENT_CA wants GRPC_CERTIFICATE and GRPC_KEY',
      ],
      ['an authority for calls in clear', () => ({ RPC_CA: ours.certificate }), 'RPC_CA wants RPC_TLS=true'],
    ])('where there is %s', (_, env, problem) => {
      expect(faultsOf(env())).toEqual([{ problem }]);
    });

    it('where a file is empty: a door is not left open because its lock has not come yet', () => {
      const { env } = filesOf({ ...shown(service), GRPC_CLIENT_CA: '' });
      expect(faultsOf(env)).toEqual([{ variable: 'GRPC_CLIENT_CA_FILE', problem: 'names a file that is empty' }]);
    });

    it('not at all where nothing is said: then calls travel in clear', () => {
      expect(readRpcTls({})).toEqual({ own: undefined, clientCa: undefined, ca: undefined });
    });
  });
});
