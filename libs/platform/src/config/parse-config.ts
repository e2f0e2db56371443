import { z } from 'zod';
import { ConfigError, type ConfigFault } from './config-error.ts';
import { faultInWords } from './fault-in-words.ts';
import { givenFor, type Environment } from './given.ts';

/**
 * The configuration that the environment gives, as the schema types it. Variables it does not name are ignored, and any may
 * be given as a file. @throws ConfigError with all faults together
 */
export function parseConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment = process.env,
): z.output<z.ZodObject<Shape>> {
  const { given, faults } = givenFor(Object.keys(schema.shape), env);
  const parsed = schema.safeParse(given, { error: faultInWords });
  if (parsed.success && faults.length === 0) return parsed.data;
  // What could not be read is not missing besides.
  const told = new Set(faults.map(({ variable }) => variable?.replace(/_FILE$/, '')));
  const issues = (parsed.error?.issues ?? []).filter(({ path }) => !told.has(String(path[0])));
  throw new ConfigError([...faults, ...issues.map((issue) => faultOf(issue, schema.shape, given))]);
}

function faultOf(issue: z.core.$ZodIssue, shape: z.ZodRawShape, given: Environment): ConfigFault {
  const variable = typeof issue.path[0] === 'string' ? issue.path[0] : undefined;
  if (variable === undefined) return { problem: issue.message };
  const problem = given[variable] === undefined ? 'is not set' : issue.message;
  const description = descriptionOf(shape[variable]);
  return { variable, problem, ...(description && { description }) };
}

/** A description may stand on the variable's schema or, before `.default()` and `.optional()`, inside it. */
function descriptionOf(schema: z.core.$ZodType | undefined): string | undefined {
  if (!schema) return undefined;
  const inner = (schema._zod.def as { innerType?: z.core.$ZodType }).innerType;
  return z.globalRegistry.get(schema)?.description ?? descriptionOf(inner);
}
