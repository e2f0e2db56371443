import { access, rolePermissions, tickets, type Role } from '@ledgerdesk/contracts';
import { newId, RESERVED_TENANT, type PersonId, type TenantId } from '@ledgerdesk/kernel';
import {
  GrpcChannel,
  OpsServer,
  readRpcTls,
  SigningKeys,
  systemClock,
  TokenIssuer,
  WatchedTls,
  type CallOptions,
} from '@ledgerdesk/platform';
import { freePort } from '@ledgerdesk/postgres';
import {
  Authority,
  certificatesObstacle,
  describeUnless,
  describeWithKafka,
  pgBouncerObstacle,
  startKafka,
  startPostgres,
  TestPgBouncer,
  type TestKafka,
  type TestPostgres,
} from '@ledgerdesk/testing';
import type { JSONWebKeySet } from 'jose';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { emptyDataFolder } from '../support/data-folder.ts';
import { LoneService } from '../support/lone-services.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';

const missing = pgBouncerObstacle() ?? certificatesObstacle();
const describeGuarded = missing ? describeUnless.bind(undefined, missing) : describeWithKafka;
const POOL_SIZE = 3;
const header = () => ({ commandId: randomUUID(), correlationId: '', causationId: '', via: 'graphql' });
const quiet = { info: () => undefined, warn: () => undefined };

describeGuarded(
  'Services on a managed PostgreSQL, behind a pooler that lends connections for a transaction, and over TLS',
  () => {
    const data = emptyDataFolder();
    const folder = path.dirname(data.path);
    const tenant: TenantId = newId('tnt');
    const [mira, carla]: PersonId[] = [newId('psn'), newId('psn')];
    const masterKeys = `k1:${randomBytes(32).toString('base64')}`;
    const closing: (() => unknown)[] = [];
    let postgres: TestPostgres;
    let kafka: TestKafka;
    let pooler: TestPgBouncer;
    let admin: string;
    let channel: GrpcChannel;
    let issuer: TokenIssuer;

    const secretOf = (role: string): string => readFileSync(path.join(data.path, `${role}.secret`), 'utf8');
    const migrate = () =>
      StandaloneProcess.command(['migrate', '--data', data.path], {
        POSTGRES_ADMIN_URL: admin,
        MASTER_KEYS: masterKeys,
        KAFKA_BROKERS: kafka.brokers.join(','),
      });

    beforeAll(async () => {
      [postgres, kafka] = await Promise.all([startPostgres(), startKafka()]);
      // What a managed PostgreSQL gives its customer.
      await postgres.query(`CREATE ROLE managed LOGIN CREATEDB CREATEROLE PASSWORD 'given'`);
      admin = postgres.urlOf('postgres', 'managed', 'given');
    });
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
      await Promise.all([postgres.stop(), kafka.stop()]);
      data.remove();
    });

    it('are prepared by a role that may make roles and databases, and is no superuser', async () => {
      expect(await migrate()).toMatchObject({ code: 0, printed: expect.stringContaining('are of this release') });
      expect(await migrate()).toMatchObject({ code: 0 });
    });

    it('start, each with its certificate', async () => {
      const services = ['access', 'tickets'] as const;
      const roles = Object.fromEntries(services.map((name) => [`ledgerdesk_${name}`, secretOf(`ledgerdesk_${name}`)]));
      pooler = await TestPgBouncer.start({ server: postgres.url, roles, poolSize: POOL_SIZE });
      closing.push(() => pooler.stop());

      const authority = await Authority.make(folder, 'authority');
      const tlsOf = async (service: string): Promise<Record<string, string>> => {
        const { certificate, key } = await authority.certify({ name: service, calledAs: ['DNS:localhost'] });
        const files = { GRPC_CERTIFICATE: certificate, GRPC_KEY: key, GRPC_CLIENT_CA: authority.certificate };
        for (const [name, content] of Object.entries(files))
          writeFileSync(path.join(folder, `${service}.${name}`), content);
        const named = Object.keys(files).map((name) => [`${name}_FILE`, path.join(folder, `${service}.${name}`)]);
        return { ...Object.fromEntries(named), RPC_TLS: 'true', RPC_CA_FILE: authority.certificateFile };
      };

      // This process is the gateway.
      const jwks = JSON.parse(readFileSync(path.join(data.path, 'gateway.jwks'), 'utf8')) as JSONWebKeySet;
      const keys = await SigningKeys.of(jwks, systemClock);
      issuer = new TokenIssuer({ service: 'gateway', keys, clock: systemClock });
      const ops = { gateway: await freePort(), access: await freePort(), tickets: await freePort() };
      const grpc = { access: await freePort(), tickets: await freePort() };
      const published = new OpsServer({ place: { host: '127.0.0.1', port: ops.gateway }, jwks: () => keys.jwks() });
      await published.listen();
      closing.push(() => published.close());

      const urlsOf = (service: string): Record<string, string> => {
        const role = `ledgerdesk_${service}`;
        const direct = (database: string) => postgres.urlOf(`ledgerdesk_${database}`, role, roles[role]);
        return {
          LEDGER_URL: pooler.through(direct('ledger')),
          LEDGER_DIRECT_URL: direct('ledger'),
          KEYS_URL: pooler.through(direct('keys')),
          READ_URL: pooler.through(direct('read')),
        };
      };
      const started = await Promise.all(
        services.map(async (service) =>
          LoneService.start(service, {
            ...urlsOf(service),
            ...(await tlsOf(service)),
            KAFKA_BROKERS: kafka.brokers.join(','),
            MASTER_KEYS: masterKeys,
            SIGNING_KEYS_FILE: path.join(data.path, `${service}.jwks`),
            TRUSTED_KEYS: ['gateway', 'tickets']
              .map((name) => `${name}=http://127.0.0.1:${ops[name as 'gateway']}/.well-known/jwks.json`)
              .join(','),
            RPC_ADDRESSES: `access=localhost:${grpc.access}`,
            GRPC_PORT: String(grpc[service]),
            OPS_PORT: String(ops[service]),
          }),
        ),
      );
      closing.push(() => Promise.all(started.map((service) => service.stop())));
      await Promise.all(started.map((service) => service.ready()));

      const own = await tlsOf('gateway');
      channel = new GrpcChannel({
        addresses: {
          [access.AccessDefinition.fullName]: `localhost:${grpc.access}`,
          [tickets.TicketsDefinition.fullName]: `localhost:${grpc.tickets}`,
        },
        tls: new WatchedTls({ read: () => readRpcTls(own), logger: quiet }),
      });
      closing.push(() => channel.close());
    });

    const as = async (role: Role, audience: string, at = tenant): Promise<CallOptions> => {
      const identity = {
        kind: 'person',
        subject: mira!,
        tenant: at,
        permissions: rolePermissions[role],
        teams: [],
      } as const;
      return { token: await issuer.issue(identity, audience), timeoutMs: 60_000 };
    };

    it('do the whole of it: a command, its event in the ledger and in Kafka, and the view that hears of it', async () => {
      const [desk, desks] = [channel.client(access.AccessDefinition), channel.client(tickets.TicketsDefinition)];
      const made = { header: header(), tenantId: tenant, key: 'harbour', name: 'Harbour' };
      expect(await desk.registerTenant(made, await as('operator', 'access', RESERVED_TENANT))).toHaveProperty(
        'outcome.$case',
        'accepted',
      );
      const register = async (personId: string, role: Role, by: CallOptions) =>
        expect(
          await desk.registerPerson(
            { header: header(), personId, name: role, mail: '', roles: [role], language: 'en' },
            by,
          ),
        ).toHaveProperty('outcome.$case', 'accepted');
      await register(mira!, 'administrator', await as('operator', 'access'));
      await register(carla!, 'requester', await as('administrator', 'access'));

      const opened = {
        ...{
          header: header(),
          ticketId: '',
          requesterId: carla!,
          subject: 'No network',
          channel: '',
          submissionId: '',
        },
        body: { format: tickets.BodyFormat.BODY_FORMAT_TEXT, content: 'Since this morning.' },
        ...{ teamId: '', priority: tickets.Priority.PRIORITY_UNSPECIFIED },
      };
      // Refused until tickets has heard of her.
      for (;;) {
        const { outcome } = await desks.openTicket(opened, await as('supervisor', 'tickets'));
        if (outcome?.$case === 'accepted') return expect(outcome.value.number).toMatch(/^LD-\d+$/);
        expect(outcome?.value).toMatchObject({ code: 'PERSON_NOT_FOUND' });
      }
    });

    it('take no more connections of the ledger than the pool has, and each the one past it on which it listens', async () => {
      const { rows } = await postgres.query(
        `SELECT usename AS role, count(*)::int AS connections FROM pg_stat_activity
         WHERE datname = 'ledgerdesk_ledger' AND usename LIKE 'ledgerdesk_%' GROUP BY usename`,
      );
      expect(rows).toHaveLength(2);
      for (const { connections } of rows as { connections: number }[]) {
        expect(connections).toBeLessThanOrEqual(POOL_SIZE + 1);
      }
    });
  },
);
