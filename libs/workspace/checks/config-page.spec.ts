import { z } from 'zod';
import { variables } from './config-page.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

describe('The page of the configuration', () => {
  it.each<[string, z.ZodType, string]>([
    ['none that must be there', z.string(), 'must be set'],
    ['none that may be left out', z.string().optional(), 'not set'],
    ['a text', z.string().default('desk'), 'desk'],
    ['a number', z.coerce.number().default(0), '0'],
    ['of a text that is made into something else', flag.default(true), 'true'],
    ['the same, where it is false', flag.default(false), 'false'],
    ['one that is described before', flag.describe('inner').default(true), 'true'],
  ])('tells the default of a variable: %s', (_, variable, told) => {
    expect(variables(z.object({ V: variable.describe('What it is for') }))).toEqual([
      ['`V`', expect.any(String), told, 'What it is for'],
    ]);
  });

  it('has no place for a variable that does not say what it is for', () => {
    expect(() => variables(z.object({ V: z.string() }))).toThrow('V does not say what it is for.');
  });
});
