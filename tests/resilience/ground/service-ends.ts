/** A process of a service that ended, and was started again, as the log of `start:distributed` tells. */
export interface ServiceEnd {
  readonly service: string;
  /** Its exit code, or the signal that ended it. */
  readonly how: string;
  /** Milliseconds of the epoch. */
  readonly at: number;
  /** What the log says right before. */
  readonly before: readonly string[];
}

/** What somebody did at that time, from which a service then ends in one of these ways. */
export interface Cause extends Pick<ServiceEnd, 'service' | 'at'> {
  readonly hows: readonly string[];
}

const TOLD = /^(\S+) ended \((.+)\) and is started again\.$/;
const LINES_BEFORE = 12;
const MOST_OF_A_LINE = 400;

/** Every service that ended and was started again, in the log's order. */
export function endsIn(log: string): readonly ServiceEnd[] {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  return lines.flatMap((line, index) => {
    const { msg = '', time = '' } = line.includes('and is started again.') ? parsed(line) : {};
    const [, service, how] = TOLD.exec(msg) ?? [];
    if (service === undefined || how === undefined) return [];
    const before = lines.slice(Math.max(0, index - LINES_BEFORE), index).map((each) => each.slice(0, MOST_OF_A_LINE));
    return [{ service, how, at: Date.parse(time), before }];
  });
}

function parsed(line: string): { readonly msg?: string; readonly time?: string } {
  try {
    return JSON.parse(line) as ReturnType<typeof parsed>;
  } catch {
    return {};
  }
}

/** Ends of services, as they are to be judged. */
export interface Judged {
  /** Nothing that was done explains them: each is a finding. */
  readonly unexplained: readonly ServiceEnd[];
  /** Of processes that were just starting while PostgreSQL was away: they say so, and are started again until it is back. */
  readonly notStarted: readonly ServiceEnd[];
}

/** Within so long of the end of the one before it a process may still be starting. */
const STARTING_MS = 30_000;

/** What was done from which services end. */
export class Causes {
  private readonly known: (Cause & { until: number })[] = [];
  private readonly away: { readonly from: number; until: number }[] = [];

  add(cause: Cause): void {
    this.known.push({ ...cause, until: Infinity });
  }

  /** Does something meanwhile that keeps PostgreSQL away. */
  async withoutPostgres(work: () => Promise<void>): Promise<void> {
    const away = { from: Date.now(), until: Infinity };
    this.away.push(away);
    await work().finally(() => (away.until = Date.now()));
  }

  /** Whoever would tell of an end is gone: no later one comes of what was done so far. */
  close(at: number): void {
    for (const cause of this.known) cause.until = Math.min(cause.until, at);
  }

  /** Each cause explains one end. */
  judge(ends: readonly ServiceEnd[]): Judged {
    const left = new Set(this.known);
    const others = ends.filter(({ service, how, at }) => {
      const cause = [...left].find(
        (one) => one.service === service && one.hows.includes(how) && one.at <= at && at <= one.until,
      );
      return !(cause && left.delete(cause));
    });
    const notStarted = others.filter((end) => this.couldNotStart(end, ends));
    return { unexplained: others.filter((end) => !notStarted.includes(end)), notStarted };
  }

  /** It began after the end of the one before it: of two replicas that may have been the other. */
  private couldNotStart({ service, how, at }: ServiceEnd, ends: readonly ServiceEnd[]): boolean {
    const began = ends.findLast((end) => end.service === service && end.at < at)?.at ?? -Infinity;
    const isAway = this.away.some(({ from, until }) => from <= at && began <= until);
    return how === '1' && at - began < STARTING_MS && isAway;
  }
}

/** As a finding tells it. */
export const wordsOf = ({ service, how, at, before }: ServiceEnd): string =>
  `${service} ended by itself (${how}) at ${new Date(at).toISOString()}, after: ${before.join('\n')}`;
