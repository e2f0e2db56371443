import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError, parseConfig } from '../../src/index.ts';

const schema = z.object({ MASTER_KEY: z.string().min(8).describe('Wraps keys'), PORT: z.coerce.number().default(80) });

describe('A variable that is given as a file', () => {
  let folder: string;
  const fileWith = (text: string): string => {
    const file = path.join(folder, 'secret');
    writeFileSync(file, text);
    return file;
  };
  const faultsOf = (env: Record<string, string>) => {
    try {
      return parseConfig(schema, env);
    } catch (error) {
      return (error as ConfigError).faults;
    }
  };

  beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'config-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is what stands in it, without the end of its line', () => {
    expect(parseConfig(schema, { MASTER_KEY_FILE: fileWith('a secret \n') })).toEqual({
      MASTER_KEY: 'a secret ',
      PORT: 80,
    });
  });

  it('is judged as if it had been given itself', () => {
    expect(faultsOf({ MASTER_KEY_FILE: fileWith('short') })).toEqual([
      { variable: 'MASTER_KEY', problem: 'must have at least 8 characters', description: 'Wraps keys' },
    ]);
    expect(faultsOf({ MASTER_KEY_FILE: fileWith('') })).toEqual([
      { variable: 'MASTER_KEY', problem: 'is not set', description: 'Wraps keys' },
    ]);
  });

  it('is refused beside the variable itself, and where it cannot be read, once each', () => {
    const missing = path.join(folder, 'missing');
    expect(faultsOf({ MASTER_KEY_FILE: fileWith('a secret'), MASTER_KEY: 'another one', PORT_FILE: missing })).toEqual([
      { variable: 'MASTER_KEY', problem: 'is set twice: take MASTER_KEY or MASTER_KEY_FILE' },
      { variable: 'PORT_FILE', problem: 'names a file that cannot be read (ENOENT)' },
    ]);
  });
});
