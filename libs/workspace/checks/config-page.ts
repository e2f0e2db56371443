import { globSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { root } from '../launcher/run.ts';
import { built } from './built.ts';
import { heading, table } from './markdown.ts';

interface Variable {
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
}

const PLACES = ['libs/platform/dist/*/*.config.js', 'services/*/dist/{,*/}*.config.js'];

/** The environment variables of each service, from the schemas that its `*.config.ts` exports. */
export async function configPage(): Promise<string> {
  const files = globSync(PLACES, { cwd: root }).sort();
  const sections = await Promise.all(files.map(section));
  return [heading('Configuration', '`*.config.ts` of services and of `libs/platform`'), ...sections].join('\n');
}

async function section(file: string): Promise<string> {
  const schemas = Object.values(await built(file)).filter(isSchema);
  if (schemas.length === 0) throw new Error(`${file} exports no schema.`);
  const rows = schemas.flatMap(variables);
  return `## ${path.basename(file, '.config.js')}\n\n${table(['variable', 'value', 'default', 'meaning'], rows)}`;
}

// The built program may bring a zod of its own, so no instanceof.
const isSchema = (value: unknown): value is z.ZodObject =>
  typeof value === 'object' && value !== null && '_zod' in value && 'shape' in value;

/** The variables of a schema, as rows of its table. */
export function variables(schema: z.ZodObject): readonly (readonly string[])[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => {
    const variable = property as Variable;
    if (!variable.description) throw new Error(`${name} does not say what it is for.`);
    const fallback = defaultOf(schema.shape[name]) ?? (required.includes(name) ? 'must be set' : 'not set');
    return [
      `\`${name}\``,
      valueOf(variable),
      typeof fallback === 'object' ? 'none' : String(fallback),
      variable.description,
    ];
  });
}

/** Of the schema itself: JSON Schema has no word for the default of what is then made into something else. */
function defaultOf(schema: z.core.$ZodType | undefined): unknown {
  if (!schema) return undefined;
  const { defaultValue, innerType } = schema._zod.def as { defaultValue?: unknown; innerType?: z.core.$ZodType };
  return defaultValue ?? defaultOf(innerType);
}

function valueOf({ type, format, enum: choices, minimum, maximum, minLength }: Variable): string {
  if (choices) return choices.map(String).join(' or ');
  const bounds = [
    minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? '' : `from ${minimum}`,
    maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : `to ${maximum}`,
    minLength === undefined ? '' : `of ${minLength} characters or more`,
  ];
  return [format ?? type ?? 'text', ...bounds].filter((part) => part !== '').join(' ');
}
