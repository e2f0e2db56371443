import { effectActsIn, effectNamed } from '@ledgerdesk/messaging';
import type { CommandContext } from './command.ts';
import { nameIn, noSuch } from './effect-name.ts';
import { find, stateOf } from './effects-list.ts';
import { withReadDatabase } from './running-installation.ts';
import { asJson, atSecond, onOneLine } from './text-table.ts';

const ACTS = 50;

export async function show(context: CommandContext): Promise<void> {
  const name = nameIn(context);
  const shown = await withReadDatabase(context, (client) =>
    find(client, context, async (service) => {
      const found = await effectNamed(client, name);
      if (!found) return undefined;
      const acts = await effectActsIn(client, { ...name, limit: ACTS });
      return { service, ...found, payload: JSON.parse(found.payload) as unknown, acts };
    }),
  );
  if (!shown) throw noSuch(name);
  if (context.json) return console.log(asJson(shown));
  const { service, effect, key, attempts, dueAt, nextAt, error, settledAt, payload, acts } = shown;
  const lines = [
    onOneLine(`${effect} ${key}`),
    `  service   ${service}`,
    `  state     ${stateOf(shown)}${settledAt ? `, since ${atSecond(settledAt)}` : ''}`,
    `  due       ${atSecond(dueAt)}`,
    `  tries     ${attempts}${shown.state === 'waiting' ? `, the next at ${atSecond(nextAt)}` : ''}`,
    ...(error === null ? [] : [`  because   ${onOneLine(error)}`]),
    ...acts.map(({ at, by, act, reason }) =>
      onOneLine(`${atSecond(at)}  ${act} by ${by}${reason === null ? '' : `: ${reason}`}`).replace(/^/, '  '),
    ),
    '',
    asJson(payload),
  ];
  console.log(lines.join('\n'));
}
