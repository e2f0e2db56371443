import type { EffectName } from '@ledgerdesk/messaging';
import type { CommandContext } from './command.ts';
import { onOneLine } from './text-table.ts';
import { UsageError } from './usage-error.ts';

/** The effect that an operator named. */
export const nameIn = ({ words: [effect, key] }: Pick<CommandContext, 'words'>): EffectName => ({
  effect: effect!,
  key: key!,
});

export const noSuch = ({ effect, key }: EffectName): UsageError =>
  new UsageError(`There is no effect ${onOneLine(effect)} under "${onOneLine(key)}": "effects list" shows what waits.`);
