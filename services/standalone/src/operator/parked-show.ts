import { actsIn, itemsOf, parkedText, type RecordedAct } from '@ledgerdesk/messaging';
import type pg from 'pg';
import type { CommandContext } from './command.ts';
import { find, type Found } from './parked-list.ts';
import { withReadDatabase } from './running-installation.ts';
import { inEach, servicesIn, within } from './services-in.ts';
import { asJson, atSecond, onOneLine } from './text-table.ts';
import { UsageError } from './usage-error.ts';

const ITEMS = 20;
const ACTS = 50;

interface Shown extends Found {
  /** What waits, in order; the first few of it. */
  readonly items: readonly unknown[];
  readonly acts: readonly RecordedAct[];
}

export async function show(context: CommandContext): Promise<void> {
  const key = context.words[0]!;
  const { shown, before } = await withReadDatabase(context, async (client) => {
    const all: Shown[] = [];
    for (const found of await find(client, { ...context, key })) all.push(await whole(client, found));
    return { shown: all, before: await actsAbout(client, context, key) };
  });
  if (shown.length === 0 && before.length === 0) {
    throw new UsageError(`Nothing is parked under "${onOneLine(key)}", nor was anything done about it.`);
  }
  if (context.json) return console.log(asJson(shown.length > 0 ? shown : { acts: before }));
  if (shown.length > 0) return console.log(shown.map(inWords).join('\n\n'));
  console.log(['Nothing is parked there now.', ...actsInWords(before)].join('\n'));
}

const whole = (client: pg.Client, found: Found): Promise<Shown> =>
  within(client, found.service, async () => {
    const items = await itemsOf(client, found, ITEMS);
    const acts = await actsIn(client, { consumer: found.consumer, key: found.key, limit: ACTS });
    return { ...found, items: items.map((item) => JSON.parse(parkedText(item)) as unknown), acts };
  });

async function actsAbout(
  client: pg.Client,
  { service, consumer }: CommandContext,
  key: string,
): Promise<readonly RecordedAct[]> {
  return inEach(client, await servicesIn(client, service), () =>
    actsIn(client, { ...(consumer !== undefined && { consumer }), key, limit: ACTS }),
  );
}

function inWords({ service, consumer, key, waiting, attempts, parkedAt, nextAt, error, items, acts }: Shown): string {
  return [
    `${key}`,
    `  service   ${service}`,
    `  consumer  ${consumer}`,
    `  waiting   ${waiting}, since ${atSecond(parkedAt)}`,
    `  tries     ${attempts}, the next at ${atSecond(nextAt)}`,
    `  because   ${onOneLine(error)}`,
    ...actsInWords(acts),
    ...(items.length > 0 ? ['', 'First:', asJson(items[0])] : []),
    ...(waiting > 1 ? ['', `Behind it: ${waiting - 1} (--json shows up to ${ITEMS} of all)`] : []),
  ].join('\n');
}

const actsInWords = (acts: readonly RecordedAct[]): readonly string[] =>
  acts
    .map(({ at, by, act, reason }) =>
      onOneLine(`${atSecond(at)}  ${act} by ${by}${reason === null ? '' : `: ${reason}`}`),
    )
    .map((line) => `  ${line}`);
