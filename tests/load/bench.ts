// Measures the figures and prints them: all, or those that are named; `--json FILE` also writes them.
import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Figure } from './figure.ts';
import { measured, type Measured } from './support/measured.ts';
import { headLine, lineOf } from './support/table.ts';

const { values, positionals } = wished();

const files = globSync('*.ts', { cwd: import.meta.dirname }).sort();
const modules = await Promise.all(files.filter((file) => file !== 'bench.ts').map((file) => import(`./${file}`)));
const figures = modules.flatMap(({ figure }: { figure?: Figure }) => figure ?? []);

const unknown = positionals.filter((name) => !figures.some((figure) => figure.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no figure ${unknown.join(', ')}; there are:\n  ${figures.map(({ name }) => name).join('\n  ')}`,
  );
  process.exit(2);
}

const wanted = figures.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const results: Measured[] = [];
const broken: string[] = [];
console.log(headLine);
for (const figure of wanted) {
  try {
    const result = await measured(figure);
    results.push(result);
    console.log(lineOf(result));
  } catch (error) {
    broken.push(figure.name);
    console.error(`${figure.name} could not be measured:`, error);
  }
}

for (const { name, reference } of wanted) if (reference) console.log(`\n${name}: against ${reference}`);
// From the folder in which it was called: npm itself moves to the root.
if (values.json) {
  const file = path.resolve(process.env.INIT_CWD ?? '', values.json);
  const written = results.map(({ met: _, ...result }) => result);
  writeFileSync(file, `${JSON.stringify(written, undefined, 2)}\n`);
}
const missed = results.filter(({ met }) => !met).map(({ figure }) => figure);
if (missed.length > 0) console.log(`\nMISSED: ${missed.join(', ')}`);
if (broken.length > 0) console.log(`\nNOT MEASURED: ${broken.join(', ')}`);
process.exitCode = missed.length + broken.length > 0 ? 1 : 0;

/** @throws nothing: whoever asks wrongly is told so, and nothing is measured */
function wished() {
  try {
    return parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    console.error(`${(error as Error).message}\nnpm run bench -- [FIGURE ...] [--json FILE]`);
    process.exit(2);
  }
}
