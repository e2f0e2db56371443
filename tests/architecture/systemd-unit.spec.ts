import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const INSTALLED_IN = '/opt/ledgerdesk';

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly os?: string; readonly cpu?: string; readonly bin?: object }>>;
}

describe('The unit for systemd', () => {
  const unit = readFileSync(path.join(root, 'deploy/systemd/ledgerdesk.service'), 'utf8');
  const [node = '', program = ''] = /^ExecStart=(.+)$/m.exec(unit)?.[1]?.split(' ') ?? [];

  it('runs the Node that npm installs, on whichever kind of machine', () => {
    const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as LockFile;
    const nodes = Object.entries(packages).filter(
      ([name, { os }]) => /^node_modules\/node-/.test(name) && String(os) === 'linux',
    );
    expect(nodes.map(([, { cpu }]) => String(cpu)).sort()).toEqual(['arm64', 'x64']);
    // npm links the commands of what it installs there; of these packages it installs the machine's own.
    expect(node).toBe(`${INSTALLED_IN}/node_modules/.bin/node`);
    for (const [, { bin }] of nodes) expect(bin).toEqual({ node: 'bin/node' });
  });

  it('starts a program that the build makes', () => {
    expect(unit).toContain(`WorkingDirectory=${INSTALLED_IN}\n`);
    expect(existsSync(path.join(root, program.replace('/dist/', '/src/').replace(/\.js$/, '.ts')))).toBe(true);
  });
});
