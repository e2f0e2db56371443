import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { parseConfig } from './parse-config.ts';

const schema = z.object({
  POLL_SECONDS: z.coerce.number().int().min(1).default(5).describe('How often due clocks are looked for'),
  MASTER_KEY: z.string().min(32).describe('Wraps the keys of tenants'),
  DATABASE_URL: z.url().describe('Where the ledger is'),
});

const faultsOf = (env: Record<string, string>) => {
  try {
    parseConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('It was accepted');
};

describe('Configuration', () => {
  const whole = { MASTER_KEY: 'k'.repeat(32), DATABASE_URL: 'postgres://localhost/ledger' };

  it('is what the environment says, with the defaults of what it does not', () => {
    expect(parseConfig(schema, { ...whole, HOME: '/root' })).toEqual({ ...whole, POLL_SECONDS: 5 });
  });

  it('treats an empty variable as one that is not set', () => {
    expect(parseConfig(schema, { ...whole, POLL_SECONDS: '' }).POLL_SECONDS).toBe(5);
  });

  it('reports all faults together, each with its variable and what that is for', () => {
    expect(faultsOf({ POLL_SECONDS: '0', DATABASE_URL: 'here' }).faults).toEqual([
      {
        variable: 'POLL_SECONDS',
        problem: expect.stringContaining('>=1'),
        description: 'How often due clocks are looked for',
      },
      { variable: 'MASTER_KEY', problem: 'is not set', description: 'Wraps the keys of tenants' },
      { variable: 'DATABASE_URL', problem: 'Invalid URL', description: 'Where the ledger is' },
    ]);
  });

  it('never prints the value of a faulty variable', () => {
    expect(faultsOf({ ...whole, MASTER_KEY: 'hunter2' }).message).not.toContain('hunter2');
  });

  it('finds the description behind a default', () => {
    const described = z.object({ PORT: z.coerce.number().describe('Where it listens').default(80) });
    expect(() => parseConfig(described, { PORT: 'x' })).toThrow(
      'PORT: Invalid input: expected number, received NaN (Where it listens)',
    );
  });
});
