import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ForeignFolderError, openDataFolder } from '../../src/folder/data-folder.ts';

describe('The data folder', () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-folder-'));
    chmodSync(parent, 0o711);
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  const modeOf = (folder: string): string => (statSync(folder).mode & 0o777).toString(8);

  it('is made, with those above it, where it is missing, and nothing is left in it by the look at it', () => {
    const folder = path.join(parent, 'a', 'b');
    expect(openDataFolder(folder).path).toBe(folder);
    expect([modeOf(folder), modeOf(path.dirname(folder))]).toEqual(['711', '711']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is one that was empty, whose rights stay as they were', () => {
    const folder = path.join(parent, 'empty');
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    openDataFolder(folder);
    expect(modeOf(folder)).toBe('755');
  });

  it('is ours again at the next start', () => {
    const folder = path.join(parent, 'data');
    openDataFolder(folder).secret('superuser');
    expect(openDataFolder(folder).secret('superuser')).toHaveLength(32);
  });

  it.each(['reachable', 'superuser.secret.partial', 'ledgerdesk_access.secret', 'postgres.partial'])(
    'is ours where a start that was killed left nothing but %s',
    (left) => {
      const folder = path.join(parent, 'data');
      openDataFolder(folder);
      writeFileSync(path.join(folder, left), '');
      expect(openDataFolder(folder).path).toBe(folder);
    },
  );

  it('is never one that holds other things: nothing in it is touched, nor its rights', () => {
    writeFileSync(path.join(parent, 'thesis.txt'), '');
    expect(() => openDataFolder(parent)).toThrow(ForeignFolderError);
    expect(readdirSync(parent)).toEqual(['thesis.txt']);
  });
});
