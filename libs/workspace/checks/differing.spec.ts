import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { differing } from './differing.ts';

describe('Two trees of generated files', () => {
  let folder: string;
  let committed: string;
  let fresh: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk differing-'));
    [committed, fresh] = [path.join(folder, 'committed'), path.join(folder, 'fresh')];
    for (const tree of [committed, fresh]) {
      write(tree, 'docs/page.md', 'A page');
      write(tree, 'generated/a/messages.ts', 'export {};');
    }
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const differences = (): readonly string[] => differing(['docs/page.md', 'generated'], committed, fresh);

  it('are the same where every file is', () => {
    expect(differences()).toEqual([]);
  });

  it('differ by a file that was changed', () => {
    write(committed, 'generated/a/messages.ts', 'export const edited = true;');
    expect(differences()).toEqual(['generated/a/messages.ts']);
  });

  it('differ by a file that nobody printed yet', () => {
    write(fresh, 'generated/b/messages.ts', 'export {};');
    expect(differences()).toEqual(['generated/b/messages.ts']);
  });

  it('differ by a file that is not printed any more', () => {
    write(committed, 'generated/old.ts', 'export {};');
    expect(differences()).toEqual(['generated/old.ts']);
  });

  it('differ by a page that was never committed', () => {
    rmSync(path.join(committed, 'docs'), { recursive: true });
    expect(differences()).toEqual(['docs/page.md']);
  });

  it('may differ in what is not generated', () => {
    write(committed, 'docs/tour.md', 'Written by hand');
    expect(differences()).toEqual([]);
  });
});

function write(tree: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
  writeFileSync(path.join(tree, file), text);
}
