import { ProblemError } from '@ledgerdesk/platform';
import { createHash } from 'node:crypto';

/**
 * The cursors of one list: opaque, and good for no other list, filter or order. They hold where an entry stands by values
 * of its own, so that they survive a rebuild of the view.
 */
export class Cursors<Place> {
  private readonly mark: string;

  /** `list` names the list, its filter and its order. */
  constructor(
    list: readonly unknown[],
    private readonly isPlace: (place: unknown) => place is Place,
  ) {
    this.mark = createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 8);
  }

  cursorOf(place: Place): string {
    return Buffer.from(JSON.stringify([this.mark, place])).toString('base64url');
  }

  /** @throws ProblemError MALFORMED_CURSOR */
  placeOf(cursor: string): Place {
    const [mark, place] = contentOf(cursor);
    if (!this.isPlace(place)) throw new ProblemError('MALFORMED_CURSOR');
    if (mark !== this.mark)
      throw new ProblemError('MALFORMED_CURSOR', 'The cursor is of a list with another filter or order.');
    return place;
  }
}

function contentOf(cursor: string): readonly unknown[] {
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
}
