import { existsSync } from 'node:fs';
import path from 'node:path';
import { emptyDataFolder, postgresOf } from '../support/data-folder.ts';
import { expectPlainWords, STACK_TRACE } from '../support/plain-words.ts';
import { isAlive } from '../support/processes.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';

describe('Ending', () => {
  const data = emptyDataFolder();
  afterAll(() => data.remove());

  const expectNothingLeft = (postgres: number): void => {
    expect(isAlive(postgres)).toBe(false);
    expect(existsSync(path.join(data.path, 'postgres/postmaster.pid'))).toBe(false);
    expect(existsSync(path.join(data.path, 'owner'))).toBe(false);
  };

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s leaves no PostgreSQL behind', async (signal) => {
    const desk = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    const postgres = postgresOf(data.path);
    expect(isAlive(postgres)).toBe(true);
    expect(await desk.interrupt(signal)).toMatchObject({ code: 0 });
    expectNothingLeft(postgres);
  });

  it('is one end, however often it is asked for', async () => {
    const desk = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    const postgres = postgresOf(data.path);
    const asked = [desk.interrupt(), desk.interrupt(), desk.interrupt('SIGTERM')];
    expect(await asked[0]).toMatchObject({ code: 0 });
    expectNothingLeft(postgres);
  });

  it.each([/starts its database/, /and its services/])('comes during the start, too: after “%s”', async (words) => {
    const desk = await StandaloneProcess.launch({ data: data.path });
    await desk.says(words);
    const ended = await desk.interrupt();
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.printed).not.toMatch(STACK_TRACE);
    expect(existsSync(path.join(data.path, 'postgres/postmaster.pid'))).toBe(false);
  });

  it('is noticed and said where it is PostgreSQL’s own', async () => {
    const desk = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    process.kill(postgresOf(data.path), 'SIGINT');
    expectPlainWords(await desk.ended(), 'PostgreSQL has ended by itself', 'start again');
  });

  it('by kill -9 leaves a PostgreSQL that the next start finds and stops', async () => {
    const killed = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    const orphan = postgresOf(data.path);
    await killed.kill();
    expect(isAlive(orphan)).toBe(true);
    const desk = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    expect(isAlive(orphan)).toBe(false);
    const postgres = postgresOf(data.path);
    await desk.interrupt();
    expectNothingLeft(postgres);
  });
});
