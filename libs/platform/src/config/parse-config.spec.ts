import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { parseConfig } from './parse-config.ts';

const schema = z.object({
  POLL_SECONDS: z.coerce.number().int().min(1).default(5).describe('How often due clocks are looked for'),
  MASTER_KEY: z.string().min(32).describe('Wraps the keys of tenants'),
  DATABASE_URL: z.url().describe('Where the ledger is'),
});

const faultsOf = (env: Record<string, string>, wanted: z.ZodObject = schema) => {
  try {
    parseConfig(wanted, env);
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
        problem: 'must be at least 1',
        description: 'How often due clocks are looked for',
      },
      { variable: 'MASTER_KEY', problem: 'is not set', description: 'Wraps the keys of tenants' },
      { variable: 'DATABASE_URL', problem: 'must be an address (a whole URL)', description: 'Where the ledger is' },
    ]);
  });

  it('never prints the value of a faulty variable', () => {
    expect(faultsOf({ ...whole, MASTER_KEY: 'hunter2' }).message).not.toContain('hunter2');
  });

  it('finds the description behind a default', () => {
    const described = z.object({ PORT: z.coerce.number().describe('Where it listens').default(80) });
    expect(() => parseConfig(described, { PORT: 'x' })).toThrow('PORT: must be a number (Where it listens)');
  });

  it.each([
    ['a number', z.coerce.number(), 'hunter2', 'must be a number'],
    ['a whole number', z.coerce.number().int(), '1.5', 'must be a whole number'],
    ['a number within bounds', z.coerce.number().min(1).max(9), '10', 'must be at most 9'],
    ['a number beyond a bound', z.coerce.number().gt(1), '1', 'must be more than 1'],
    ['a number below a bound', z.coerce.number().lt(1), '1', 'must be less than 1'],
    ['a multiple', z.coerce.number().multipleOf(5), '7', 'must be a multiple of 5'],
    ['one of two', z.enum(['true', 'false']), 'hunter2', 'must be true or false'],
    ['one of several', z.enum(['a', 'b', 'c']), 'hunter2', 'must be a, b or c'],
    ['this alone', z.literal('on'), 'hunter2', 'must be on'],
    ['a long text', z.string().min(32), 'hunter2', 'must have at least 32 characters'],
    ['a short text', z.string().max(5), 'hunter2', 'must have at most 5 characters'],
    ['an address', z.url(), 'hunter2', 'must be an address (a whole URL)'],
    ['in a form', z.string().regex(/^\d$/), 'hunter2', 'is not written as it has to be'],
    ['as a rule of its own wants it', z.string().refine(() => false), 'hunter2', 'cannot be taken'],
    ['as a rule says in its own words', z.string().refine(() => false, 'is no key'), 'hunter2', 'is no key'],
  ])('says in plain words that a variable has to be %s, and not what it is', (_, variable, value, problem) => {
    expect(faultsOf({ ...whole, VALUE: value }, schema.extend({ VALUE: variable })).faults).toEqual([
      { variable: 'VALUE', problem },
    ]);
  });
});
