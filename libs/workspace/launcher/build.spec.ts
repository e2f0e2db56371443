import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './build.ts';

describe('A build', () => {
  const tree = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-build-'));
  const at = (file: string): string => path.join(tree, 'libs/clock', file);
  const write = (text: string): void => writeFileSync(at('src/hours.ts'), `export const hours: number = ${text};\n`);
  const output = (): string => readFileSync(at('dist/hours.js'), 'utf8');

  beforeAll(() => mkdirSync(at('src'), { recursive: true }));
  afterAll(() => rmSync(tree, { recursive: true }));

  it('compiles sources, and no specs', async () => {
    write('8');
    writeFileSync(at('src/hours.spec.ts'), '');
    expect(await build([], tree)).toBe(true);
    expect(output()).toContain('hours = 8');
    expect(existsSync(at('dist/hours.spec.js'))).toBe(false);
  });

  it('leaves alone what has not changed', async () => {
    writeFileSync(at('dist/hours.js'), output().replace('= 8', '= 8 /* mine */'));
    await build([], tree);
    expect(output()).toContain('mine');
  });

  it('compiles anew what was put back, though it is older than what was made of it', async () => {
    write('7');
    utimesSync(at('src/hours.ts'), 0, 0);
    await build([], tree);
    expect(output()).toContain('hours = 7');
  });

  it('takes away what was made of a source that is gone', async () => {
    rmSync(at('src/hours.ts'));
    await build(['libs/clock'], tree);
    expect(existsSync(at('dist/hours.js'))).toBe(false);
  });

  it('says which source it could not compile, and compiles the others', async () => {
    write('8');
    writeFileSync(at('src/broken.ts'), 'export const = ;');
    const said = jest.spyOn(console, 'error').mockReturnValue();
    expect(await build([], tree)).toBe(false);
    expect(said.mock.calls.join()).toMatch(/broken\.ts/);
    expect(output()).toContain('hours = 8');
    said.mockRestore();
  });
});
