import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '../..');

/** A container of the compose file, as far as specs look at it. */
export interface Container {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Container>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

type Given = Readonly<Record<string, string>>;

/** The compose file with these values for its variables; those with a default need none. @throws Error for one that is wanted */
export function composeFile(given: Given): ComposeFile {
  const text = readFileSync(path.join(root, 'docker-compose.yml'), 'utf8');
  const fill = (_: string, value: unknown): unknown => (typeof value === 'string' ? filled(value, given) : value);
  return JSON.parse(JSON.stringify(parse(text, { merge: true })), fill) as ComposeFile;
}

/** `${NAME:-default}` and `${NAME:?what is missing}` (Compose Specification, "Interpolation"). */
const filled = (text: string, given: Given): string =>
  text.replace(/\$\{(\w+)(:[-?])([^}]*)\}/g, (_, name: string, operator: string, rest: string) => {
    const value = given[name] || (operator === ':-' ? rest : undefined);
    if (value === undefined) throw new Error(`${name} is wanted: ${rest}`);
    return value;
  });

/** The service's environment, as its program would find it. */
export const environmentOf = ({ environment = {} }: Container): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
