import { readServiceConfig } from '@ledgerdesk/platform';
import { withClient } from '@ledgerdesk/postgres';
import { describeWithKafka, startKafka, startPostgres, type TestKafka, type TestPostgres } from '@ledgerdesk/testing';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { emptyDataFolder } from '../support/data-folder.ts';
import { expectPlainWords } from '../support/plain-words.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';
import { composeFile, environmentOf } from './compose-file.ts';

const SERVICES = ['access', 'tickets', 'intake', 'gateway'];

/** Its folders and addresses are of the containers' world; here they are this machine's. */
class World {
  private readonly data = emptyDataFolder();
  private readonly folder = path.dirname(this.data.path);
  private readonly compose = composeFile({
    OIDC_ISSUER: 'https://id.example',
    MASTER_KEYS_FILE: 'master-keys',
    POSTGRES_PASSWORD: 'chosen',
  });

  constructor(
    private readonly postgres: TestPostgres,
    private readonly brokers: readonly string[],
  ) {
    mkdirSync(path.join(this.folder, 'secrets'));
    writeFileSync(path.join(this.folder, 'master-keys'), `k1:${Buffer.alloc(32, 1).toString('base64')}\n`);
  }

  environment(container: string): Readonly<Record<string, string>> {
    const { host } = new URL(this.postgres.url);
    return Object.fromEntries(
      Object.entries(environmentOf(this.compose.services[container]!)).map(([name, value]) => [
        name,
        name === 'POSTGRES_ADMIN_URL'
          ? this.postgres.url
          : value
              .replace('@postgres:5432', `@${host}`)
              .replace('kafka:9092', this.brokers.join(','))
              .replace('/run/secrets/master-keys', path.join(this.folder, 'master-keys'))
              .replace(/^\/secrets/, path.join(this.folder, 'secrets')),
      ]),
    );
  }

  migrate(environment = this.environment('migrate')): ReturnType<typeof StandaloneProcess.command> {
    const [, ...args] = this.compose.services.migrate!.command!;
    const here = args.map((arg) => arg.replace('/var/lib/ledgerdesk', this.folder));
    return StandaloneProcess.command(here, environment);
  }

  /** All that was laid for services, by its path. */
  secrets(): Readonly<Record<string, string>> {
    const laid = readdirSync(path.join(this.folder, 'secrets'), { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      laid
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => path.join(parentPath, name))
        .map((file) => [path.relative(this.folder, file), readFileSync(file, 'utf8')]),
    );
  }

  remove(): void {
    this.data.remove();
  }
}

describeWithKafka('The job of the compose file', () => {
  let postgres: TestPostgres;
  let kafka: TestKafka;
  let world: World;

  beforeAll(async () => {
    [postgres, kafka] = await Promise.all([startPostgres(), startKafka()]);
    world = new World(postgres, kafka.brokers);
  });
  afterAll(async () => {
    await Promise.all([postgres.stop(), kafka.stop()]);
    world.remove();
  });

  it('gives each service what its own container names: databases, their password, and keys to sign with', async () => {
    expect(await world.migrate()).toMatchObject({
      code: 0,
      printed: expect.stringContaining(`topics of generation 1 are there, at ${kafka.brokers.join(', ')}`),
    });
    const keys = SERVICES.map((service) => readServiceConfig(world.environment(service)).signingKeys.keys[0]!.x);
    expect(new Set(keys).size).toBe(SERVICES.length);
    for (const service of SERVICES) {
      const { ledgerUrl, keysUrl, readUrl } = readServiceConfig(world.environment(service));
      for (const url of [ledgerUrl, keysUrl, readUrl]) {
        const found = await withClient(url, (client) => client.query('SELECT current_user AS role'));
        expect(found.rows).toEqual([{ role: `ledgerdesk_${service}` }]);
      }
    }
  });

  it('leaves what services have as it is, whenever it runs again', async () => {
    const before = world.secrets();
    expect(Object.keys(before)).toHaveLength(2 * SERVICES.length);
    expect(await world.migrate()).toMatchObject({ code: 0 });
    expect(world.secrets()).toEqual(before);
  });

  it('says in plain words that no broker takes its topics', async () => {
    const refused = await world.migrate({ ...world.environment('migrate'), KAFKA_BROKERS: '127.0.0.1:1' });
    expectPlainWords(refused, '127.0.0.1:1', 'KAFKA_BROKERS');
  });
});
