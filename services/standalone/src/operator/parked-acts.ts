import { parkedText, retryParked, skipParked } from '@ledgerdesk/messaging';
import type pg from 'pg';
import type { CommandContext } from './command.ts';
import { find, tableOf, type Found } from './parked-list.ts';
import { withReadDatabase } from './running-installation.ts';
import { within } from './services-in.ts';
import { asJson } from './text-table.ts';
import { UsageError } from './usage-error.ts';
import { whoAsks } from './who-asks.ts';

/** Lets it be tried at once, by each consumer that has it parked. */
export async function retry(context: CommandContext): Promise<void> {
  const retried = await withReadDatabase(context, async (client) => {
    const found = await parkedUnder(client, context);
    const [by, done]: [string, Found[]] = [whoAsks(), []];
    for (const one of found) {
      if (await within(client, one.service, () => retryParked(client, { ...one, by }))) done.push(one);
    }
    return done;
  });
  if (context.json) return console.log(asJson(retried));
  for (const { consumer, key } of retried) console.log(`${consumer} tries ${key} now.`);
}

/** Leaves out what waits first. */
export async function skip(context: CommandContext): Promise<void> {
  const reason = context.reason?.trim();
  if (!reason) throw new UsageError('"parked skip" wants a reason: --reason TEXT. It is kept with your name.');
  const { one, skipped } = await withReadDatabase(context, async (client) => {
    const found = await parkedUnder(client, context);
    if (found.length > 1) {
      throw new UsageError(`Several have that parked; say which by --consumer or a whole KEY:\n\n${tableOf(found)}`);
    }
    const [one] = found as [Found];
    const act = { ...one, by: whoAsks(), reason };
    return { one, skipped: await within(client, one.service, () => skipParked(client, act)) };
  });
  if (!skipped) throw new UsageError(`Nothing waits under ${one.key} any more: there was nothing to skip.`);
  const text = parkedText(skipped);
  if (context.json) return console.log(asJson({ ...one, skipped: JSON.parse(text) as unknown }));
  const left = one.waiting - 1;
  console.log(
    `${one.consumer} leaves this out, and ${left > 0 ? `goes on with the ${left} behind it` : `${one.key} is free`}:`,
  );
  console.log(asJson(JSON.parse(text)));
}

async function parkedUnder(client: pg.Client, context: CommandContext): Promise<readonly Found[]> {
  const key = context.words[0]!;
  const found = await find(client, { ...context, key });
  if (found.length === 0) throw new UsageError(`Nothing is parked under "${key}": "parked list" shows what is.`);
  return found;
}
