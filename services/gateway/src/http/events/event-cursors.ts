import type { Topic } from '@ledgerdesk/contracts';
import { ProblemError } from '@ledgerdesk/platform';
import { theBeginning, type LogPlace } from '../../event-log/log-place.ts';
import { atTheBeginning, positionsFrom, positionsText } from '../../event-log/positions.ts';
import type { OpaqueTexts, Purpose } from '../../live/opaque-texts.ts';
import type { EventsRequest } from './events-request.ts';

type Filter = Pick<EventsRequest, 'topics' | 'types'>;

/** Topics are told by name: of one that a later release adds, whoever held a cursor before has seen nothing. */
type Content = readonly [epoch: string | null, topics: readonly Topic[], positions: string, late: number];

/** Cursors of the log for outsiders: opaque, of one tenant, and good for no other filter. */
export class EventCursors {
  private readonly purpose: Purpose;

  constructor(
    private readonly texts: OpaqueTexts,
    private readonly filter: Filter,
    { every }: { readonly every: readonly Topic[] },
  ) {
    const all = filter.topics.length === every.length;
    this.purpose = ['events', 1, all ? null : filter.topics, filter.types ?? null];
  }

  cursorOf({ epoch, positions, late }: LogPlace): string {
    const { topics } = this.filter;
    const content: Content = [epoch ?? null, topics, positionsText(positions, topics), late];
    return this.texts.textOf(this.purpose, content);
  }

  /** Without a cursor, the first event ever. @throws ProblemError MALFORMED_CURSOR */
  placeOf(cursor: string | undefined): LogPlace {
    if (cursor === undefined) return theBeginning(this.filter.topics);
    const content = this.texts.contentOf(this.purpose, cursor) as Content | undefined;
    if (!content) throw new ProblemError('MALFORMED_CURSOR', 'This is not a cursor of these events with this filter.');
    const [epoch, topics, positions, late] = content;
    const known = [...atTheBeginning(this.filter.topics), ...positionsFrom(positions, topics)];
    return { epoch: epoch ?? undefined, positions: new Map(known), late };
  }
}
