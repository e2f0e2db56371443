import type pg from 'pg';
import type { Acknowledged } from './load.ts';

interface StoredCommand {
  readonly command_id: string;
  readonly stream: string;
  readonly events: number;
  readonly number: string | null;
}

/** What the ledger holds of each command: its events are counted one by one, not taken from its memory. */
async function storedCommands(ledger: pg.Client): Promise<ReadonlyMap<string, StoredCommand>> {
  const { rows } = await ledger.query<StoredCommand>(`
    SELECT e.metadata::json ->> 'commandId' AS command_id, min(s.name) AS stream, count(*)::int AS events,
           max(e.data::json ->> 'number') FILTER (WHERE e.type = 'TicketOpened') AS number
    FROM ledger.events e JOIN ledger.streams s ON s.id = e.stream
    WHERE s.name LIKE 'ticket-%'
    GROUP BY 1`);
  return new Map(rows.map((row) => [row.command_id, row]));
}

/** Everything that is wrong with the ledger after these acknowledgements; empty where nothing is. */
export async function reckon(ledger: pg.Client, acknowledged: readonly Acknowledged[]): Promise<readonly string[]> {
  const stored = await storedCommands(ledger);
  return [...lostOrDoubled(stored, acknowledged), ...misnumbered(acknowledged), ...(await gaps(ledger))];
}

function lostOrDoubled(stored: ReadonlyMap<string, StoredCommand>, acknowledged: readonly Acknowledged[]): string[] {
  return acknowledged.flatMap(({ commandId, ticketId, number }) => {
    const found = stored.get(commandId);
    if (!found) return [`lost: ${commandId}`];
    if (found.events !== 1) return [`${found.events} events of ${commandId}`];
    if (!found.stream.endsWith(`.${ticketId}`)) return [`${commandId} of ${ticketId} stands in ${found.stream}`];
    return number !== undefined && found.number !== number
      ? [`${commandId} was told ${number}, not ${found.number}`]
      : [];
  });
}

/** Numbers are unique, and a ticket that was sent after another was answered has the higher one. */
function misnumbered(acknowledged: readonly Acknowledged[]): string[] {
  const numbered = acknowledged.flatMap(({ number, sentAt, answeredAt }) =>
    number === undefined ? [] : [{ number: Number(number.replace(/^\D+/, '')), sentAt, answeredAt }],
  );
  const twice = numbered.length - new Set(numbered.map(({ number }) => number)).size;
  const byAnswer = numbered.toSorted((a, b) => a.answeredAt - b.answeredAt);
  const bySending = numbered.toSorted((a, b) => a.sentAt - b.sentAt);
  let highest = 0;
  let answered = 0;
  const late = bySending.filter(({ number, sentAt }) => {
    for (; answered < byAnswer.length && byAnswer[answered]!.answeredAt <= sentAt; answered += 1) {
      highest = Math.max(highest, byAnswer[answered]!.number);
    }
    return number < highest;
  });
  return [
    ...(twice ? [`${twice} numbers were given twice`] : []),
    ...late.map(({ number }) => `${number} was given after a higher one`),
  ];
}

/** Positions of the ledger and revisions of each stream are dense. */
async function gaps(ledger: pg.Client): Promise<string[]> {
  const { rows } = await ledger.query<{ fault: string }>(`
    SELECT 'position ' || position || ' follows a gap' AS fault
    FROM (SELECT position, lag(position, 1, 0) OVER (ORDER BY position) AS before FROM ledger.events) p WHERE position <> before + 1
    UNION ALL
    SELECT 'revision ' || revision || ' of stream ' || stream || ' follows a gap'
    FROM (SELECT stream, revision, lag(revision, 1, -1) OVER (PARTITION BY stream ORDER BY position) AS before FROM ledger.events) r
    WHERE revision <> before + 1`);
  return rows.map(({ fault }) => fault);
}
