import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const boundaries = path.resolve(import.meta.dirname, '../../libs/workspace/boundaries');

interface Refusal {
  readonly line: number;
  readonly rule: string;
}

interface Judged {
  readonly name: string;
  readonly standsIn: string;
  readonly refused: readonly Refusal[];
  readonly found: readonly Refusal[];
}

describe('The import tables and the rules of the house', () => {
  let judged: ReadonlyMap<string, Judged>;
  let unguarded: readonly string[];

  beforeAll(() => {
    const answer = execFileSync(process.execPath, [path.join(boundaries, 'lint-fixtures.ts')], { encoding: 'utf8' });
    const report = JSON.parse(answer) as { judged: readonly Judged[]; unguarded: readonly string[] };
    judged = new Map(report.judged.map((fixture) => [fixture.name, fixture]));
    unguarded = report.unguarded;
  });

  const names = readdirSync(path.join(boundaries, 'fixtures')).map((file) => path.basename(file, '.ts'));

  it.each(names)('refuse in the fixture %s what it says, and nothing beside it', (name) => {
    const { found, refused } = judged.get(name)!;
    expect(inOrder(found)).toEqual(inOrder(refused));
  });

  it('have a fixture that breaks each column of each row', () => {
    expect(unguarded).toEqual([]);
  });
});

const inOrder = (refusals: readonly Refusal[]): readonly string[] =>
  refusals.map(({ line, rule }) => `line ${line}: ${rule}`).sort();
