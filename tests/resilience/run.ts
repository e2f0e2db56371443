// A long run, as `npm run resilience` starts it.
import path from 'node:path';
import { emptyDataFolder } from '../support/data-folder.ts';
import { parseArguments, USAGE, type Arguments } from './arguments.ts';
import { choicesOf } from './choices.ts';
import { drill } from './drill.ts';
import { distributedGround } from './ground/distributed-ground.ts';
import { mainGround } from './ground/main-ground.ts';
import { writeReport } from './report.ts';
import { sourceIn } from './source.ts';

const MINUTE_MS = 60_000;
/** Long enough that what was hit is mostly back, and short enough that it is not always. */
const PACE = { leastMs: 500, mostMs: 8_000 };
/** Kills under load are what counts, not how much is reckoned. */
const REST_MS = 100;

const asked = wished();
// Of what is built now, whatever is committed while it runs.
const source = sourceIn(import.meta.dirname);
const began = new Date();
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
process.on('disconnect', () => ending.abort());
console.log(`Seed ${asked.seed}, ${asked.minutes} minutes, ${asked.program}.`);

const { path: data, remove } = emptyDataFolder();
const logFile = path.join(path.dirname(data), 'program.log');
const place = { data, logFile };
const ground = await (asked.program === 'main' ? mainGround(place) : distributedGround({ ...place, clear: true }));
let found = true;
try {
  const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(asked.minutes * MINUTE_MS)]);
  const choices = choicesOf(asked.seed, ground.strikes, PACE);
  const periodMs = asked.every * MINUTE_MS;
  const tell = (line: string): void => console.log(`${new Date().toISOString()} ${line}`);
  const course = await drill(ground, { choices, periodMs, restMs: REST_MS, signal, tell });
  found = course.findings.length > 0;
  const file = writeReport({ asked, program: ground.name, course, source, began, ended: new Date() });
  console.log(found ? course.findings.join('\n') : 'Nothing was found.');
  console.log(`The report: ${file}`);
} finally {
  await ground.end();
  if (found) console.log(`What is wrong lies in ${path.dirname(data)}.`);
  else remove();
}
process.exit(found ? 1 : 0);

function wished(): Arguments {
  try {
    return parseArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}
