import { passedOverIn, type PassedOverRow } from '@ledgerdesk/messaging';
import type { Command } from './command.ts';
import { withReadDatabase } from './running-installation.ts';
import { inEach, servicesIn } from './services-in.ts';
import { asJson, atSecond, textTable } from './text-table.ts';
import { UsageError } from './usage-error.ts';

const LIMIT = 500;

/** What consumers did not know because a newer program said it. */
export const passedOver: Command = {
  usage: [
    [
      'passed-over [list]',
      'what views and reactions did not know, since a newer program said it: how often, first and last',
    ],
  ],
  async run(context) {
    const { words, service, consumer, json } = context;
    const [act = 'list', ...rest] = words;
    if (act !== 'list' || rest.length > 0)
      throw new UsageError(`There is no "passed-over ${words.join(' ')}", but list.`);
    const found = await withReadDatabase(context, async (client) =>
      inEach(client, await servicesIn(client, service), () => passedOverIn(client, { consumer, limit: LIMIT })),
    );
    if (json) return console.log(asJson(found));
    if (found.length === 0) return console.log('Nothing was passed over.');
    console.log(
      textTable(['SERVICE', 'CONSUMER', 'TYPE', 'UNKNOWN', 'TIMES', 'FIRST', 'LAST', 'LAST OF'], found.map(cells)),
    );
  },
};

const cells = ({
  service,
  consumer,
  type,
  unknown,
  count,
  first,
  last,
}: PassedOverRow & { readonly service: string }) => [
  service,
  consumer,
  type,
  unknown,
  String(count),
  atSecond(first.at),
  atSecond(last.at),
  `${last.tenant}/${last.subject} ${last.sequence}`,
];
