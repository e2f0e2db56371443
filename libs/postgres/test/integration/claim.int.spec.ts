import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { claim } from '../../src/embedded/claim.ts';
import { birthOf } from '../../src/embedded/process-birth.ts';

const PROGRAM = fileURLToPath(new URL('../support/claimer-process.ts', import.meta.url));
/** The program runs from the sources, like the specs themselves. */
const FROM_SOURCES = ['--conditions=ledgerdesk:source', '--experimental-transform-types', '--no-warnings'];
/** Of a process that is gone: no number of one is so high (Linux, `pid_max`). */
const STALE = '4194305 1';

describe('A claim on a data folder', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'claims-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const ownerOf = (data: string): string => readFileSync(`${data}.owner`, 'utf8');

  /** Starts so many processes that claim all of these folders in the same moment; answers what each of them got. */
  async function claimAtOnce(processes: number, folders: readonly string[]): Promise<string[][]> {
    const start = join(folder, 'start');
    const claimers = Array.from({ length: processes }, () => {
      const child = spawn(process.execPath, [...FROM_SOURCES, PROGRAM, start, ...folders], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
    });
    const next = async ({ lines }: (typeof claimers)[number]): Promise<string> => String((await lines.next()).value);
    for (const claimer of claimers) expect(await next(claimer)).toBe('ready');
    writeFileSync(start, '');
    const got = await Promise.all(
      claimers.map(async (claimer) => {
        const mine: string[] = [];
        for (let line = await next(claimer); line !== 'done'; line = await next(claimer)) mine.push(line);
        return mine;
      }),
    );
    await Promise.all(
      claimers.map(({ child }) => {
        const ended = once(child, 'close');
        child.stdin.end();
        return ended;
      }),
    );
    return got;
  }

  it.each([
    ['of a process that is gone', STALE],
    ['that says nothing', ''],
  ])('%s goes to one, however many start at once', async (_, stale) => {
    const folders = Array.from({ length: 500 }, (__, n) => join(folder, `data-${n}`));
    for (const data of folders) writeFileSync(`${data}.owner`, stale);
    const got = await claimAtOnce(3, folders);
    expect(got.flat().sort()).toEqual([...folders].sort());
    expect(new Set(folders.map(ownerOf)).has(stale)).toBe(false);
    expect(readdirSync(folder).filter((name) => !/^(start|data-\d+\.owner)$/.test(name))).toEqual([]);
  });

  it('is taken from a process that is gone, also where another was gone while it took it', () => {
    const data = join(folder, 'data');
    writeFileSync(`${data}.owner`, STALE);
    writeFileSync(`${data}.owner.after-4194305-1`, '4194306 1');
    claim(data)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused where a living process has it, and left alone', () => {
    const data = join(folder, 'data');
    const living = `${process.ppid} ${birthOf(process.ppid)}`;
    writeFileSync(`${data}.owner`, living);
    expect(() => claim(data)).toThrow(expect.objectContaining({ code: 'IN_USE' }));
    expect(ownerOf(data)).toBe(living);
  });

  it('is refused to who has it already, and can be had again once it was let go', () => {
    const data = join(folder, 'data');
    const letGo = claim(data);
    expect(() => claim(data)).toThrow(expect.objectContaining({ code: 'IN_USE' }));
    letGo();
    claim(data)();
    expect(readdirSync(folder)).toEqual([]);
  });
});
