import type { CommandContext } from './command.ts';
import { UsageError } from './usage-error.ts';

type Act = (context: CommandContext) => Promise<void>;

/** What a command can do, by the word that says so. `list` is what it does where nothing is said, and wants no more words. */
export interface Choice {
  readonly command: string;
  readonly acts: Readonly<Record<string, Act>>;
  /** So many words the others want, and in words. */
  readonly wanted: number;
  readonly wants: string;
}

/** What an operator chose, and with what. @throws UsageError */
export function chosenAct(
  context: CommandContext,
  { command, acts, wanted, wants }: Choice,
): { readonly act: string; readonly words: readonly string[]; readonly run: () => Promise<void> } {
  const [act = 'list', ...words] = context.words;
  const run = Object.hasOwn(acts, act) ? acts[act] : undefined;
  if (!run) throw new UsageError(`There is no "${command} ${act}", but ${Object.keys(acts).join(', ')}.`);
  const most = act === 'list' ? 0 : wanted;
  if (words.length < most) throw new UsageError(`"${command} ${act}" wants ${wants}.`);
  if (words.length > most) throw new UsageError(`"${command} ${act}" takes no "${words[most]}".`);
  return { act, words, run: () => run({ ...context, words }) };
}
