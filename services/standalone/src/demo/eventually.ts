import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 20;
const PATIENCE_MS = 15_000;

/** Asks until there is an answer: what was done a moment ago is seen a moment later. */
export async function eventually<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
  ending: AbortSignal,
): Promise<Answer> {
  const late = performance.now() + PATIENCE_MS;
  while (performance.now() < late) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(PAUSE_MS, undefined, { signal: ending });
  }
  throw new Error(`${what} did not come within ${PATIENCE_MS / 1000} s`);
}
