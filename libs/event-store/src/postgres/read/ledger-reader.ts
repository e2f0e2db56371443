import pg from 'pg';
import { canExist } from '../../encoding/stream-names.ts';
import { cursorOf, placeOf, type Cursor, type Place } from '../../port/cursor.ts';
import type { Batch, Filter } from '../../port/event-store.ts';
import type { RecordedEvent } from '../../port/event.ts';
import { streamName, type StreamId } from '../../port/stream.ts';
import { toTypedError } from '../connection/faults.ts';
import { RowReader, type EventRow } from './stored-event.ts';

/** Rows stay the text that came over the wire. */
const asText: pg.CustomTypesConfig = { getTypeParser: () => (text: string) => text };

const COLUMNS =
  'position, stream, revision, event_id, type, schema_version, recorded_at, stored_at, leaf_hash, data, metadata';

/** A call of one of the reading functions, without the place to read from and the size of the page. */
interface ReadCall {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

const call = (name: string, values: readonly unknown[], parameters: number): ReadCall => ({
  name: `ledger.${name}`,
  text: `SELECT ${COLUMNS} FROM ledger.${name}(${Array.from({ length: parameters }, (_, index) => `$${index + 1}`).join(', ')})`,
  values,
});

function following(filter: Filter, after: Cursor | 'start', limit: number): ReadCall {
  const { epoch, position } = after === 'start' ? { epoch: null, position: 0n } : placeOf(after);
  const place = [epoch, position.toString(), limit];
  if (filter === 'everything') return call('read_all', place, 3);
  if ('categories' in filter) return call('read_categories', [filter.categories, ...place], 4);
  if (!canExist(filter.stream)) return call('read_categories', [[], ...place], 4);
  return call('follow_stream', [filter.stream.tenant, streamName(filter.stream), ...place], 5);
}

/** A page of a stream, from a revision on. */
export interface StreamPage {
  readonly stream: StreamId;
  readonly from: number;
  readonly backward: boolean;
  readonly limit: number;
}

/** Reads pages of the ledger over a pool of connections. */
export class LedgerReader {
  constructor(private readonly pool: pg.Pool) {}

  async head(): Promise<Place> {
    return this.place(
      await this.query<[string, string]>('ledger.head', 'SELECT epoch, position FROM ledger.head()', []),
    );
  }

  async placeAt(instant: string): Promise<Place> {
    const text = 'SELECT epoch, position FROM ledger.cursor_at($1)';
    return this.place(await this.query<[string, string]>('ledger.cursor_at', text, [instant]));
  }

  /** The next events after a place. The batch ends at the last of them, or at the head where there are no more. */
  async page(filter: Filter, after: Cursor | 'start', limit: number): Promise<Batch> {
    const { head, events } = await this.events(following(filter, after, limit));
    return { events, cursor: events.length === limit ? events.at(-1)!.cursor : head };
  }

  async streamPage({ stream, from, backward, limit }: StreamPage): Promise<readonly RecordedEvent[]> {
    const values = [stream.tenant, streamName(stream), from, backward, limit];
    return (await this.events(call('read_stream', values, 5))).events;
  }

  async findCommand(tenant: string, commandId: string): Promise<CommandRow | undefined> {
    const text = `SELECT stream, first_revision, last_revision, position, encode(digest, 'hex'), epoch FROM ledger.find_command($1, $2)`;
    const [row] = await this.query<CommandRow>('ledger.find_command', text, [tenant, commandId]);
    return row;
  }

  private place([row]: [string, string][]): Place {
    const [epoch, position] = row!;
    return { epoch, position: BigInt(position) };
  }

  private async events({ name, text, values }: ReadCall): Promise<{ head: Cursor; events: readonly RecordedEvent[] }> {
    const rows = await this.query<EventRow>(name, text, values);
    const [position, epoch] = rows[0]!;
    const reader = new RowReader(epoch);
    const events: RecordedEvent[] = [];
    for (let index = 1; index < rows.length; index += 1) events.push(reader.read(rows[index]!));
    return { head: cursorOf({ epoch, position }), events };
  }

  private async query<Row>(name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
    try {
      const { rows } = await this.pool.query({ name, text, values: [...values], rowMode: 'array', types: asText });
      return rows as Row[];
    } catch (error) {
      throw toTypedError(error);
    }
  }
}

/** What is remembered of a command, as text. */
export type CommandRow = readonly [
  stream: string,
  firstRevision: string,
  lastRevision: string,
  position: string,
  digest: string | null,
  epoch: string,
];
