import { setTimeout as sleep } from 'node:timers/promises';

/** How fast, and for how long. */
export interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
}

/** Does something at a steady pace, whether or not what was begun before has ended; answers what each answered. */
export async function steadily(pace: Pace, work: () => Promise<number>): Promise<readonly number[]> {
  const begun: Promise<number>[] = [];
  const begin = performance.now();
  for (let n = 0; n < pace.perSecond * pace.seconds; n += 1) {
    const early = begin + (n * 1000) / pace.perSecond - performance.now();
    if (early > 1) await sleep(early);
    begun.push(work());
  }
  return Promise.all(begun);
}
