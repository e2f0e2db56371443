import { readFileSync } from 'node:fs';
import type { ConfigFault } from './config-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the environment gives for these variables: the variable itself, or what stands in the file that `<VARIABLE>_FILE`
 * names, as orchestrators hand out secrets. An empty one counts as not set, as in a compose file or a chart.
 */
export function givenFor(
  variables: readonly string[],
  env: Environment,
): { readonly given: Environment; readonly faults: readonly ConfigFault[] } {
  const faults: ConfigFault[] = [];
  const given = Object.fromEntries(
    variables.map((variable) => {
      const [direct, file] = [env[variable] || undefined, env[`${variable}_FILE`] || undefined];
      if (file === undefined) return [variable, direct];
      if (direct !== undefined) {
        faults.push({ variable, problem: `is set twice: take ${variable} or ${variable}_FILE` });
        return [variable, undefined];
      }
      try {
        return [variable, contentOf(file) || undefined];
      } catch (error) {
        faults.push({ variable: `${variable}_FILE`, problem: unreadable(error as NodeJS.ErrnoException) });
        return [variable, undefined];
      }
    }),
  );
  return { given, faults };
}

/** Without the line's end that editors put there. */
const contentOf = (file: string): string => readFileSync(file, 'utf8').replace(/\r?\n$/, '');

const unreadable = ({ code, name }: NodeJS.ErrnoException): string =>
  `names a file that cannot be read (${code ?? name})`;
