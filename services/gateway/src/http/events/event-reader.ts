import type { PersonalPart, PersonalParts } from '@ledgerdesk/messaging';
import { noticeType, toBareNotice, toOpened, type FeedEvent } from '@ledgerdesk/messaging';
import { ProblemError, type ServiceRuntime } from '@ledgerdesk/platform';
import {
  isInPlace,
  lateEvents,
  nextEvents,
  standOf,
  type LoggedEvent,
  type Window,
} from '../../event-log/event-log.query.ts';
import { passed, type LogPlace, type Stand } from '../../event-log/log-place.ts';
import type { Viewer } from '../../identity/viewer.ts';
import { mayReadAggregate, toldOf, type Reader, type Told } from './readable.ts';

export interface EventReaderNeeds {
  readonly views: Pick<ServiceRuntime['views'], 'read'>;
  readonly personal: Pick<PersonalParts, 'of'>;
}

export interface EventsWish {
  readonly after: LogPlace;
  readonly limit: number;
  /** CloudEvents `type` of those that are wanted; all where it is left out. */
  readonly types: ReadonlySet<string> | undefined;
}

export interface EventsPage {
  /** CloudEvents in JSON. */
  readonly events: readonly string[];
  /** From where to go on. */
  readonly place: LogPlace;
  /** Whether there is more to look at already. */
  readonly more: boolean;
}

/** An event that is shown, and how. */
interface Shown {
  readonly logged: LoggedEvent;
  readonly event: FeedEvent | undefined;
  readonly told: Told;
}

/** However little of it a reader may see, one page costs no more than this. */
const MOST_WINDOWS = 25;
/** Of events as they are kept: about as much as an answer holds. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** Reads the log for somebody: what they may read of it now, opened for them. */
export class EventReader {
  constructor(private readonly needs: EventReaderNeeds) {}

  /** @throws UnavailableError, ProblemError FOREIGN_EPOCH */
  async read({ tenant, ...reader }: Reader & Pick<Viewer, 'tenant'>, wish: EventsWish): Promise<EventsPage> {
    const collected = await this.needs.views.read(tenant, async (query) => {
      const stand = await standOf(query, tenant);
      if (!stand) return { shown: [], place: wish.after, more: false };
      assertSameEpoch(wish.after, stand);
      const page = new Page(reader, stand, wish);
      for (let windows = 0; windows < MOST_WINDOWS && !page.ended; windows += 1) {
        const { place } = page;
        if (page.isBehindLate) page.addLate(await lateEvents(query, { tenant, place, stand }));
        else page.add(await nextEvents(query, { tenant, place, stand }));
      }
      return { shown: page.shown, place: page.place, more: page.more };
    });
    return { ...collected, events: await this.written(collected.shown) };
  }

  private async written(shown: readonly Shown[]): Promise<readonly string[]> {
    const opened = shown.flatMap(({ event, told }) => (event && told !== 'bare notice' ? [event] : []));
    const parts = await this.needs.personal.of(opened);
    const partOf = new Map(opened.map((event, index) => [event, parts[index]]));
    return shown.map((one) => eventText(one, partOf));
  }
}

function eventText({ logged, event, told }: Shown, partOf: ReadonlyMap<FeedEvent, PersonalPart | undefined>): string {
  if (!event || told === 'bare notice') return toBareNotice(logged.about);
  return toOpened(event, { personal: partOf.get(event), without: told.without });
}

/** An event that is no more, or of a ledger that never was for this cursor. */
function assertSameEpoch({ epoch }: LogPlace, stand: Stand): void {
  if (epoch !== undefined && epoch !== stand.epoch) throw new ProblemError('FOREIGN_EPOCH');
}

/** What is gathered for one answer. */
class Page {
  readonly shown: Shown[] = [];
  place: LogPlace;
  /** Nothing more is wanted, or there is nothing more. */
  ended = false;
  /** There may be more than was looked at. */
  more = true;
  private characters = 0;

  constructor(
    private readonly reader: Reader,
    private readonly stand: Stand,
    private readonly wish: EventsWish,
  ) {
    this.place = { ...wish.after, epoch: stand.epoch };
  }

  /** What was stored late comes before anything else: what follows it of its aggregate lies ahead. */
  get isBehindLate(): boolean {
    return this.place.late < this.stand.late;
  }

  addLate({ events, full }: Window): void {
    for (const logged of events) {
      this.judge(logged);
      this.place = { ...this.place, late: logged.late! };
      if (this.isFull) return this.end();
    }
    if (!full) this.place = { ...this.place, late: this.stand.late };
  }

  add({ events, full }: Window): void {
    for (const logged of events) {
      if (isInPlace(logged, this.stand)) this.judge(logged);
      if (!this.isFull) continue;
      this.place = passed(this.place, this.stand, logged.position);
      return this.end();
    }
    this.place = passed(this.place, this.stand, full ? events.at(-1)!.position : undefined);
    if (full) return;
    this.more = false;
    this.end();
  }

  private end(): void {
    this.ended = true;
  }

  private get isFull(): boolean {
    return this.shown.length >= this.wish.limit || this.characters >= MOST_CHARACTERS;
  }

  private judge(logged: LoggedEvent): void {
    if (!mayReadAggregate(this.reader, logged)) return;
    const event = logged.read();
    const told = event ? toldOf(this.reader, logged, event) : 'bare notice';
    const type = event && told !== 'bare notice' ? event.type : noticeType(logged.about.topic);
    if (this.wish.types && !this.wish.types.has(type)) return;
    this.shown.push({ logged, event, told });
    this.characters += logged.length;
  }
}
