import { setTimeout as sleep } from 'node:timers/promises';

/** Long enough for whatever has been away to come back and catch up on a busy machine. */
const PATIENCE_MS = 180_000;
const PAUSE_MS = 500;

/** Looks until nothing is wrong any more, or patience ends: then what is still wrong is the answer. */
export async function eventually(
  look: () => Promise<readonly string[]>,
  patienceMs = PATIENCE_MS,
): Promise<readonly string[]> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const wrong = await look().catch((error: unknown) => [String(error)]);
    if (wrong.length === 0 || performance.now() > until) return wrong;
    await sleep(PAUSE_MS);
  }
}
