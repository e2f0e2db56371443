import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import path from 'node:path';
import type { Arguments } from './arguments.ts';
import type { Course } from './drill.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../docs/reports');
const GIB = 2 ** 30;

export interface Report {
  readonly asked: Arguments;
  /** As people start it: `npm start`. */
  readonly program: string;
  readonly course: Course;
  /** Of what it was: the commit, and whether there was more than is in it. */
  readonly source: string;
  readonly began: Date;
  readonly ended: Date;
}

/** Writes down what came of a run; answers the file. */
export function writeReport(report: Report): string {
  const { asked, ended } = report;
  mkdirSync(FOLDER, { recursive: true });
  const day = ended.toISOString().slice(0, 10);
  const file = path.join(FOLDER, `${day}-resilience-${asked.program}-${asked.minutes}min-seed${asked.seed}.md`);
  writeFileSync(file, textOf(report));
  return file;
}

export function textOf({ asked, program, course, source, began, ended }: Report): string {
  const { strikes, reckonings, commands, submissions, events, notStarted, findings, seconds } = course;
  const struck = [...strikes].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const sum = struck.reduce((all, [, count]) => all + count, 0);
  return (
    [
      `# Resilience: ${program}, ${asked.minutes} minutes, seed ${asked.seed}`,
      `Written by \`npm run resilience -- --program ${asked.program} --minutes ${asked.minutes} --seed ${asked.seed} --every ${asked.every}\`; ` +
        'what was done and what was reckoned: [guides/resilience.md](../guides/resilience.md).',
      table([
        ['commit', source],
        ['began', minuteOf(began)],
        ['ended', minuteOf(ended)],
        ['machine', machine()],
        ['took', `${Math.round(seconds / 60)} minutes, reckonings among them`],
        ['reckonings', String(reckonings)],
        ['commands acknowledged', String(commands)],
        ['submissions taken', String(submissions)],
        ['events in the ledger', String(events)],
        ['strikes', String(sum)],
        ['services that could not start while PostgreSQL was away, and were started again', String(notStarted)],
      ]),
      '## Strikes',
      table(struck.map(([name, count]) => [name, String(count)])),
      '## Findings',
      findings.length === 0 ? 'None.' : findings.map((finding) => `- ${finding.replaceAll('\n', ' ')}`).join('\n'),
    ].join('\n\n') + '\n'
  );
}

const table = (rows: readonly (readonly [string, string])[]): string =>
  ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');

/** `2026-11-25 13:58 UTC` */
const minuteOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const machine = (): string =>
  `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / GIB)} GiB, ` +
  `${process.platform}, Node ${process.versions.node}`;
