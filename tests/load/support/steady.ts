import { setTimeout as sleep } from 'node:timers/promises';

/** How fast, and for how long. */
export interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
}

/** Does something at a steady pace, whether or not what was begun before has ended; answers what each answered, by its number. */
export async function steadily<Answer>(pace: Pace, work: (n: number) => Promise<Answer>): Promise<readonly Answer[]> {
  const begun: Promise<Answer>[] = [];
  const begin = performance.now();
  for (let n = 0; n < pace.perSecond * pace.seconds; n += 1) {
    const early = begin + (n * 1000) / pace.perSecond - performance.now();
    if (early > 1) await sleep(early);
    begun.push(work(n));
  }
  return Promise.all(begun);
}
