import { ProblemError } from '@ledgerdesk/platform';
import type { OpaqueTexts } from '../../live/opaque-texts.ts';

/**
 * The cursors of one list of a tenant: opaque, and good for no other list, filter or order. They hold where an entry stands
 * by values of its own, so that they survive a rebuild of the view.
 */
export class Cursors<Place> {
  private readonly purpose: readonly unknown[];

  /** `list` names the list, its filter and its order; places of another shape are another order. */
  constructor(
    list: readonly unknown[],
    private readonly texts: () => Promise<OpaqueTexts>,
  ) {
    this.purpose = ['cursor', ...list];
  }

  async cursorOf(place: Place): Promise<string> {
    return (await this.texts()).textOf(this.purpose, place);
  }

  /** @throws ProblemError MALFORMED_CURSOR */
  async placeOf(cursor: string): Promise<Place> {
    const place = (await this.texts()).contentOf(this.purpose, cursor);
    if (place === undefined)
      throw new ProblemError('MALFORMED_CURSOR', 'This is not a cursor of this list with its filter and order.');
    return place as Place;
  }
}
