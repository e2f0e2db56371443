import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../launcher/run.ts';
import { differing } from './differing.ts';
import { generated } from './generated.ts';

/** Prints everything that is generated into a folder beside the sources. */
async function withFresh<Result>(work: (fresh: string) => Result): Promise<Result> {
  const workshop = path.join(root, 'node_modules/.cache/ledgerdesk');
  mkdirSync(workshop, { recursive: true });
  const fresh = mkdtempSync(path.join(workshop, 'generated-'));
  try {
    for (const { print } of generated) await print(fresh);
    return work(fresh);
  } finally {
    rmSync(fresh, { recursive: true });
  }
}

const paths = generated.map(({ path: at }) => at);

/** The files that are not as they would be printed now: somebody forgot `npm run generate`. */
export const drifted = (): Promise<readonly string[]> => withFresh((fresh) => differing(paths, root, fresh));

/** Prints all generated files anew; what is the same is left alone. */
export const generate = (): Promise<void> =>
  withFresh((fresh) => {
    for (const file of differing(paths, root, fresh)) {
      const [from, to] = [path.join(fresh, file), path.join(root, file)];
      console.log(`${existsSync(from) ? 'printed' : 'removed'} ${file}`);
      mkdirSync(path.dirname(to), { recursive: true });
      if (existsSync(from)) renameSync(from, to);
      else rmSync(to);
    }
  });
