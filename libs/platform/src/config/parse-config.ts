import { z } from 'zod';
import { ConfigError, type ConfigFault } from './config-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration that the environment gives, as the schema types it. Variables it does not name are ignored, and an
 * empty one counts as not set, as in a compose file or a chart. @throws ConfigError with all faults together
 */
export function parseConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment = process.env,
): z.output<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.keys(schema.shape).map((variable) => [variable, env[variable] || undefined]));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ConfigError(parsed.error.issues.map((issue) => faultOf(issue, schema.shape, given)));
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
