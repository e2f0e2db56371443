import { readFileSync } from 'node:fs';

interface Line {
  readonly msg?: string;
  readonly consumer?: string;
  readonly relay?: string;
  readonly error?: { readonly code?: string };
}

/** Who has stopped for good since their place is of another ledger, and in which words, as the program's log tells. */
export function stoppedIn(logFile: string): ReadonlyMap<string, string> {
  const lines = readFileSync(logFile, 'utf8').split('\n').flatMap(parsed);
  const stopped = lines.filter(({ error }) => error?.code === 'FOREIGN_CHECKPOINT');
  return new Map(stopped.map(({ consumer, relay, msg = '' }) => [consumer ?? `relay ${relay}`, msg] as const));
}

function parsed(line: string): readonly Line[] {
  try {
    return [JSON.parse(line) as Line];
  } catch {
    return [];
  }
}
