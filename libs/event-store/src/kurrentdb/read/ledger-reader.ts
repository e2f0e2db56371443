import type { Instant } from '@ledgerdesk/kernel';
import { cursorOf, placeOf, type Cursor, type Place } from '../../port/cursor.ts';
import { ForeignEpochError } from '../../port/errors.ts';
import type { Batch, Filter } from '../../port/event-store.ts';
import type { RecordedEvent } from '../../port/event.ts';
import type { KurrentConnection, NameFilter, StoredRecord, StreamWish } from '../protocol/wire.ts';
import { EVERYTHING, nameFilterOf } from '../stream-names.ts';
import { currentEpoch } from './epochs.ts';
import { recordedEvents } from './recorded-events.ts';

/** Before the first record: no event stands there, the server's own settings do. */
const START = 0n;
const PAGE = 500;

/** Reads the ledger in pages. */
export class LedgerReader {
  constructor(private readonly connection: KurrentConnection) {}

  epoch(): Promise<string> {
    return currentEpoch(this.connection);
  }

  async head(): Promise<Place> {
    const last = { filter: EVERYTHING, from: 'end', backward: true, count: 1 } as const;
    const [epoch, [record]] = await Promise.all([this.epoch(), this.connection.readAll(last)]);
    return { epoch, position: record?.position ?? START };
  }

  /** The next events after a place. The head is read first: an empty page then says that nothing stands below it. */
  async page(filter: Filter, after: Cursor | 'start', limit: number): Promise<Batch> {
    const asked = after === 'start' ? undefined : placeOf(after);
    const { epoch, position: head } = await this.head();
    const place = asked?.position ?? START;
    if (asked && (asked.epoch !== epoch || place > head))
      throw new ForeignEpochError(`${after} is not of this ledger.`);
    const names = nameFilterOf(filter);
    const events = names && place < head ? await this.after(names, { epoch, position: place }, limit) : [];
    const last = events.at(-1)?.cursor;
    const reached = last !== undefined && (events.length === limit || placeOf(last).position > head);
    return { events, cursor: reached ? last : cursorOf({ epoch, position: head }) };
  }

  async streamPage(wish: StreamWish): Promise<readonly RecordedEvent[]> {
    const [epoch, records] = await Promise.all([this.epoch(), this.connection.readStream(wish)]);
    if (!wish.backward) return recordedEvents(this.connection, epoch, records);
    return (await recordedEvents(this.connection, epoch, records.toReversed())).toReversed();
  }

  /** The stream's last revision; -1 where there is none. */
  async lastRevision(stream: string): Promise<number> {
    const [last] = await this.connection.readStream({ stream, from: 'end', backward: true, count: 1 });
    return last?.revision ?? -1;
  }

  /** The server keeps no index of times: the ledger is read backward, up to the first event before the instant. */
  async placeAt(instant: Instant): Promise<Place> {
    const epoch = await this.epoch();
    for (let from: bigint | 'end' = 'end'; ;) {
      const records: readonly StoredRecord[] = await this.connection.readAll({
        filter: EVERYTHING,
        from,
        backward: true,
        count: PAGE,
      });
      const events = await recordedEvents(this.connection, epoch, records.toReversed());
      const before = events.findLast(({ storedAt }) => storedAt < instant);
      if (before) return placeOf(before.cursor);
      if (records.length === 0) return { epoch, position: START };
      from = records.at(-1)!.position;
    }
  }

  /** The server reads from a place on, the place's own event included. */
  private async after(
    filter: NameFilter,
    { epoch, position }: Place,
    limit: number,
  ): Promise<readonly RecordedEvent[]> {
    const from = position === START ? 'start' : position;
    const records = await this.connection.readAll({ filter, from, count: limit + 1 });
    const wanted = records.filter((record) => record.position > position).slice(0, limit);
    return recordedEvents(this.connection, epoch, wanted);
  }
}
