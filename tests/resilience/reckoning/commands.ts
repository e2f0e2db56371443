import { eventIdOf } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import type pg from 'pg';
import type { Acknowledged } from '../load.ts';

/** What the ledger holds of a command: its events are counted one by one, not taken from its memory. */
interface StoredCommand {
  readonly command_id: string;
  /** The names of the streams that have events of it. */
  readonly streams: readonly string[];
  /** Of its events, in the ledger's order. */
  readonly event_ids: readonly string[];
  readonly revisions: readonly number[];
  readonly number: string | null;
}

async function storedCommands(ledger: pg.Client, after: bigint): Promise<ReadonlyMap<string, StoredCommand>> {
  const { rows } = await ledger.query<StoredCommand>(
    `
    SELECT e.metadata::json ->> 'commandId' AS command_id, array_agg(DISTINCT s.name) AS streams,
           array_agg(e.event_id::text ORDER BY e.position) AS event_ids,
           array_agg(e.revision::int ORDER BY e.position) AS revisions,
           max(e.data::json ->> 'number') FILTER (WHERE e.type = 'TicketOpened') AS number
    FROM ledger.events e JOIN ledger.streams s ON s.id = e.stream
    WHERE s.name LIKE 'ticket-%' AND e.position > $1
    GROUP BY 1`,
    [after.toString()],
  );
  return new Map(rows.map((row) => [row.command_id, row]));
}

/** What has been reckoned before: nothing, as a rule. */
export interface Before {
  /** Up to this position of the ledger. */
  readonly position: bigint;
  /** By tenant, the highest number that was told. */
  readonly numbers: ReadonlyMap<string, number>;
}

const NOTHING: Before = { position: 0n, numbers: new Map() };

export const numberIn = (number: string): number => Number(number.replace(/^\D+/, ''));

/**
 * Everything that is wrong with the ledger after these acknowledgements; empty where nothing is. What they did lies beyond
 * what has been reckoned before.
 */
export async function reckon(
  ledger: pg.Client,
  acknowledged: readonly Acknowledged[],
  before = NOTHING,
): Promise<readonly string[]> {
  const stored = await storedCommands(ledger, before.position);
  const byTenant = Map.groupBy(acknowledged, ({ tenant }) => tenant);
  return [
    ...acknowledged.flatMap((command) => lost(stored.get(command.commandId), command)),
    ...[...stored.values()].flatMap(doubled),
    ...[...byTenant].flatMap(([tenant, commands]) => misnumbered(commands, before.numbers.get(tenant))),
    ...(await gaps(ledger)),
    ...(await repeated(ledger)),
  ];
}

/** What of an acknowledged command is not as it was told. */
function lost(found: StoredCommand | undefined, { commandId, mutation, ...told }: Acknowledged): string[] {
  const name = `${mutation} ${commandId}`;
  if (!found) return [`lost: ${name}`];
  const last = found.revisions.at(-1);
  return [
    ...(found.streams.join() === `ticket-${told.tenant}.${told.ticketId}`
      ? []
      : [`${name} of ${told.ticketId} stands in ${found.streams.join()}`]),
    ...(last === told.revision ? [] : [`${name} was told revision ${told.revision}, not ${last}`]),
    ...(told.number === undefined || found.number === told.number
      ? []
      : [`${name} was told ${told.number}, not ${found.number}`]),
  ];
}

/** A command's events are those that it makes when it acts once: of its own ids, each once, one behind the other. */
function doubled({ command_id, streams, event_ids, revisions }: StoredCommand): string[] {
  const tenant = /^ticket-([^.]+)/.exec(streams[0] ?? '')?.[1] as TenantId;
  const once = event_ids.every(
    (id, index) => id === eventIdOf(tenant, command_id, index) && revisions[index] === revisions[0]! + index,
  );
  return streams.length === 1 && once ? [] : [`acted more than once: ${command_id} in ${streams.join()}`];
}

/** A tenant's numbers are unique, and a ticket that was sent after another was answered has the higher one. */
function misnumbered(acknowledged: readonly Acknowledged[], before = 0): string[] {
  const numbered = acknowledged.flatMap(({ number, sentAt, answeredAt }) =>
    number === undefined ? [] : [{ number: numberIn(number), sentAt, answeredAt }],
  );
  const twice = numbered.length - new Set(numbered.map(({ number }) => number)).size;
  const byAnswer = numbered.toSorted((a, b) => a.answeredAt - b.answeredAt);
  const bySending = numbered.toSorted((a, b) => a.sentAt - b.sentAt);
  let highest = before;
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

/** Ids are made of the command: one that acts a second time, however late, makes an id a second time. Numbers are a tenant's own. */
async function repeated(ledger: pg.Client): Promise<string[]> {
  const { rows } = await ledger.query<{ fault: string }>(`
    SELECT 'the event ' || event_id || ' is there ' || count(*) || ' times' AS fault
    FROM ledger.events GROUP BY event_id HAVING count(*) > 1
    UNION ALL
    SELECT 'the number ' || number || ' was given to ' || count(*) || ' tickets of ' || tenant
    FROM (SELECT e.data::json ->> 'number' AS number, split_part(s.name, '.', 1) AS tenant
          FROM ledger.events e JOIN ledger.streams s ON s.id = e.stream WHERE e.type = 'TicketOpened') opened
    GROUP BY tenant, number HAVING count(*) > 1`);
  return rows.map(({ fault }) => fault);
}
