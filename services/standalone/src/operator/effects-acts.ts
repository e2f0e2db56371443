import { effectNamed, retryEffect, skipEffect, type EffectAct } from '@ledgerdesk/messaging';
import type pg from 'pg';
import type { CommandContext } from './command.ts';
import { nameIn, noSuch } from './effect-name.ts';
import { find, stateOf } from './effects-list.ts';
import { withReadDatabase } from './running-installation.ts';
import { asJson, onOneLine } from './text-table.ts';
import { UsageError } from './usage-error.ts';
import { whoAsks } from './who-asks.ts';

/** Lets one that failed be tried at once. */
export async function retry(context: CommandContext): Promise<void> {
  await act(context, 'retried', retryEffect);
  if (!context.json) console.log(`${onOneLine(context.words.join(' '))} is tried now.`);
}

/** Leaves one out. */
export async function skip(context: CommandContext): Promise<void> {
  const reason = context.reason?.trim();
  if (!reason) throw new UsageError('"effects skip" wants a reason: --reason TEXT. It is kept with your name.');
  await act(context, 'skipped', (client, named) => skipEffect(client, { ...named, reason }));
  if (!context.json) console.log(`${onOneLine(context.words.join(' '))} is left out.`);
}

async function act(
  context: CommandContext,
  done: string,
  work: (client: pg.Client, named: EffectAct) => Promise<boolean>,
): Promise<void> {
  const name = nameIn(context);
  const found = await withReadDatabase(context, (client) =>
    find(client, context, async (service) => {
      const kept = await effectNamed(client, name);
      return kept && { service, state: stateOf(kept), acted: await work(client, { ...name, by: whoAsks() }) };
    }),
  );
  if (!found) throw noSuch(name);
  const { service, state, acted } = found;
  if (!acted) throw new UsageError(`${onOneLine(`${name.effect} ${name.key}`)} is ${WHY[state]}.`);
  if (context.json) console.log(asJson({ service, ...name, [done]: true }));
}

/** Why nothing was done about one that is there. */
const WHY: Readonly<Record<string, string>> = {
  done: 'done: it has happened',
  withdrawn: 'withdrawn: nobody wants it any more',
  waiting: 'not tried yet: it happens when it is due',
  'in hand': 'being done at this moment',
  parked: 'taken by somebody at this moment',
};
