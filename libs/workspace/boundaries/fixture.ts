import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A line of a fixture, and the rule that refuses it. */
export interface Refusal {
  readonly line: number;
  readonly rule: string;
}

/** Code that pretends to stand somewhere in the tree: lines that say `refused by RULE` are refused, by that rule, and no others are. */
export interface Fixture {
  readonly name: string;
  readonly standsIn: string;
  readonly text: string;
  readonly refused: readonly Refusal[];
}

export const fixturesFolder = path.join(import.meta.dirname, 'fixtures');

export const fixtures = (): readonly Fixture[] => globSync('*.ts', { cwd: fixturesFolder }).sort().map(read);

function read(file: string): Fixture {
  const text = readFileSync(path.join(fixturesFolder, file), 'utf8');
  const [, standsIn] = /^\/\/ stands in ([^\s;]+)/.exec(text) ?? [];
  if (!standsIn) throw new Error(`${file} does not say where it stands.`);
  const refused = text.split('\n').flatMap((line, index) => {
    const [, rules] = / refused by (.+)$/.exec(line) ?? [];
    return rules?.split(' and ').map((rule) => ({ line: index + 1, rule })) ?? [];
  });
  return { name: path.basename(file, '.ts'), standsIn, text, refused };
}
