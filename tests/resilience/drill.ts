import { pause } from '@ledgerdesk/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Choice } from './choices.ts';
import { EVERYTHING, type Ground, type Strike } from './ground/ground.ts';
import { Load } from './load.ts';
import { Books } from './reckoning/books.ts';

export interface DrillOptions {
  /** What is done; where it ends, the drill does. */
  readonly choices: Iterator<Choice>;
  /** After so long it is quiet for once, and reckoned. */
  readonly periodMs: number;
  /** Of each client, after each answer. */
  readonly restMs: number;
  /** Ends it before its time, with a reckoning. */
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** What came of a drill. */
export interface Course {
  /** By name, how often. */
  readonly strikes: ReadonlyMap<string, number>;
  readonly seconds: number;
  readonly reckonings: number;
  readonly commands: number;
  readonly submissions: number;
  readonly events: number;
  /** How often a service could not start while PostgreSQL was away, and was started again. */
  readonly notStarted: number;
  readonly findings: readonly string[];
}

const CLIENTS_OF_EACH = 4;
/** So many commands and submissions more show that all are back. */
const SIGNS_OF_LIFE = { commands: 40, submissions: 4 };
const PATIENCE_MS = 180_000;

/**
 * Strikes an installation under load, lets it come to rest now and then, and reckons. It ends at the first reckoning that finds
 * anything: what is wrong lies there then as it was.
 */
export async function drill(ground: Ground, options: DrillOptions): Promise<Course> {
  const { periodMs, restMs, signal, tell } = options;
  const began = performance.now();
  const { desks } = ground;
  const books = new Books(ground);
  const strikes = new Map<string, number>();
  const sums = { reckonings: 0, commands: 0, submissions: 0 };
  let findings: readonly string[] = [];
  for (let more = true; more && findings.length === 0;) {
    const load = new Load(() => ground.program.doors(), restMs);
    const running = load.run(desks, CLIENTS_OF_EACH);
    const struck = new Strikes(ground, (name) => strikes.set(name, (strikes.get(name) ?? 0) + 1));
    const quietAt = performance.now() + periodMs;
    while (more && performance.now() < quietAt) {
      const { value: choice, done } = options.choices.next();
      if (!done) await pause(choice.waitMs, signal);
      more = !done && !signal.aborted;
      if (more) await struck.with(choice);
    }
    const faults = [...(await struck.over()), ...(await signsOfLife(load, ground))];
    load.stop();
    await running;
    sums.commands += load.acknowledged.length;
    sums.submissions += load.submissions.length;
    sums.reckonings += 1;
    tell(`Reckoning ${sums.reckonings}: ${load.acknowledged.length} commands, ${load.submissions.length} submissions.`);
    const wrong = await books.reckon(load);
    findings = [...faults, ...ground.program.faults, ...wrong];
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  return { strikes, seconds, ...sums, events: books.events, notStarted: ground.program.notStarted, findings };
}

/** Waits until everything is taken again that people send. */
async function signsOfLife({ acknowledged, submissions }: Load, ground: Ground): Promise<readonly string[]> {
  const wanted = {
    commands: acknowledged.length + SIGNS_OF_LIFE.commands,
    submissions: submissions.length + SIGNS_OF_LIFE.submissions,
  };
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await sleep(100)) {
    if (acknowledged.length >= wanted.commands && submissions.length >= wanted.submissions) return [];
    await ground.program.heal();
  }
  return [
    `Minutes after the last strike there were ${acknowledged.length} commands of ${wanted.commands}, and ${submissions.length} submissions of ${wanted.submissions}`,
  ];
}

/** Strikes that are under way: several at once, but one on each thing. */
class Strikes {
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly faults: string[] = [];

  constructor(
    private readonly ground: Ground,
    private readonly count: (name: string) => void,
  ) {}

  /** Resolves when it has begun, or, where it hits everything, when it is over. */
  async with({ strike, ...chance }: Choice): Promise<void> {
    await (strike.hits === EVERYTHING ? Promise.all(this.underWay.values()) : this.underWay.get(strike.hits));
    await this.ground.program.heal();
    this.count(strike.name);
    const done = strike.act(chance).catch((error: unknown) => this.failed(strike, error));
    this.underWay.set(strike.hits, done);
    if (strike.hits === EVERYTHING) await done;
  }

  /** Waits for the last; answers what could not be done. */
  async over(): Promise<readonly string[]> {
    await Promise.all(this.underWay.values());
    return this.faults;
  }

  private failed({ name }: Strike, error: unknown): void {
    this.faults.push(`The strike "${name}" could not be done: ${String(error)}`);
  }
}
