import { buildSchema, isObjectType, isUnionType } from 'graphql';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../launcher/run.ts';
import { built } from './built.ts';
import { graphqlSchema } from './graphql-schema.ts';
import { heading, table } from './markdown.ts';

/** Every refusal: its code, what it says, who decides so, and which mutations can meet it. */
export async function refusalsPage(): Promise<string> {
  const { refusals } = (await built('libs/contracts/dist/refusals.js')) as { refusals: Record<string, string> };
  const services = refusingServices();
  const mutations = mutationsByRefusal(await graphqlSchema());
  const unknown = [...mutations.keys()].filter((code) => !(code in refusals));
  if (unknown.length > 0)
    throw new Error(`In the GraphQL schema, but not in the registry of refusals: ${unknown.join(', ')}.`);
  const rows = Object.entries(refusals).map(([code, message]) => [
    `\`${code}\``,
    message,
    listed(services.get(code)) || 'any service',
    listed(mutations.get(code)),
  ]);
  return [
    heading('Refusals', '`libs/contracts/src/refusals.ts`, the services and the GraphQL schema'),
    'A refusal is an answer, not an error: nothing was done, and the code says why.\n',
    table(['code', 'it says', 'decided by', 'can be met by'], rows),
  ].join('\n');
}

const listed = (names: ReadonlySet<string> = new Set()): string => [...names].sort().join(', ');

/** Codes that stand in a service's code. */
function refusingServices(): ReadonlyMap<string, ReadonlySet<string>> {
  const services = new Map<string, Set<string>>();
  for (const file of globSync('services/*/src/{domain,api,channels}/**/*.ts', { cwd: root })) {
    if (file.endsWith('.spec.ts')) continue;
    const [, service = ''] = file.split(path.sep);
    for (const [, code] of readFileSync(path.join(root, file), 'utf8').matchAll(/code: '([A-Z][A-Z_]+)'/g))
      add(services, code!, service);
  }
  return services;
}

/** Refusals among the members of each mutation's result: `TicketNotFound` is `TICKET_NOT_FOUND`. */
function mutationsByRefusal(sdl: string): ReadonlyMap<string, ReadonlySet<string>> {
  const mutations = new Map<string, Set<string>>();
  for (const { name, type } of Object.values(buildSchema(sdl).getMutationType()?.getFields() ?? {})) {
    const result = 'ofType' in type ? type.ofType : type;
    const members = isUnionType(result) ? result.getTypes() : [];
    for (const member of members) {
      const refuses = isObjectType(member) && member.getInterfaces().some((face) => face.name === 'Refusal');
      if (refuses) add(mutations, codeOf(member.name), `\`${name}\``);
    }
  }
  return mutations;
}

const codeOf = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])|(?<=A)(?=[A-Z][a-z])/g, '_').toUpperCase();

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(value));
}
