/** Workers that do their work over and over, one at a time each; answers how often a second it was done in all. */
export async function perSecond(workers: readonly (() => Promise<unknown>)[], seconds: number): Promise<number> {
  const begin = performance.now();
  const end = begin + seconds * 1000;
  let done = 0;
  await Promise.all(
    workers.map(async (work) => {
      while (performance.now() < end) {
        await work();
        done += 1;
      }
    }),
  );
  return (done * 1000) / (performance.now() - begin);
}

/** Workers that share so many pieces of work, one at a time each. */
export async function times(count: number, workers: readonly (() => Promise<unknown>)[]): Promise<void> {
  let left = count;
  await Promise.all(
    workers.map(async (work) => {
      while (left > 0) {
        left -= 1;
        await work();
      }
    }),
  );
}

/** The value below which this share of the values lies. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;

export const median = (values: readonly number[]): number => quantile(values, 0.5);
