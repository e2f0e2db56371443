import type { Consumer, FeedEvent } from '@ledgerdesk/messaging';
import type { View, ViewRow } from '@ledgerdesk/read-models';
import type { FeedHistory } from './feed-history.ts';
import { foldedRows } from './folded-rows.ts';
import { seededRandom } from './seeded-random.ts';
import { inBatches, interleavedTwice } from './shuffled.ts';
import { ViewDatabase } from './view-database.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

/**
 * What every view promises: it comes to the same rows however often it is built, in whatever order, batches and repetition
 * the feed allows. `makeHistory` gives the same history each time.
 */
export function viewRebuildConformance<Row extends ViewRow>(view: View<Row>, makeHistory: () => FeedHistory): void {
  describe(`The view ${view.name}, built from its events`, () => {
    let database: ViewDatabase;
    let version = 0;
    beforeAll(async () => {
      database = await ViewDatabase.start();
      await database.views([], { find: () => Promise.resolve(new Map()) });
      await database.prepareCrashes();
    });
    afterAll(() => database.stop());

    /** The rows that a version of its own comes to. */
    const built = async (history: FeedHistory, seed: number): Promise<readonly object[]> => {
      version += 1;
      const fresh = { ...view, version };
      const views = await database.views([fresh], history.keyRing);
      await deliver(views.consumers[0]!, history.events, seed);
      return database.rowsOf(fresh);
    };

    const deliver = async (consumer: Consumer, events: readonly FeedEvent[], seed: number): Promise<void> => {
      const random = seededRandom(seed);
      await consumer.checkpoint('ledger');
      let position = 0n;
      for (const batch of inBatches(interleavedTwice(events, random), random)) {
        const positions = batch.map((_, index) => position + BigInt(index) + 1n);
        position = positions.at(-1)!;
        const taken = { source: 'ledger', epoch: 'history', events: batch, position, positions };
        if (random() < 0.3) {
          await database.whileCrashing(() => expect(consumer.handle(taken)).rejects.toThrow('crashed as asked'));
          await consumer.checkpoint('ledger');
        }
        await consumer.handle(taken);
      }
    };

    it.each(SEEDS)(
      'has the rows that its folds make, whatever comes twice, together or late (seed %i)',
      async (seed) => {
        const history = makeHistory();
        const expected = inOrder(foldedRows(view, history));
        expect(expected).not.toEqual([]);
        expect(await built(history, seed)).toEqual(expected);
      },
    );

    it('knows no more of an erased person than a live one whose personal columns were cleared', async () => {
      for (const subject of makeHistory().subjects) {
        const history = makeHistory();
        const live = inOrder(foldedRows(view, history)).map((row) => cleared(view, row, subject));
        history.erase(subject);
        expect(await built(history, 1)).toEqual(live);
      }
    });
  });
}

const inOrder = (rows: readonly object[]): readonly object[] =>
  (rows as readonly ViewRow[]).toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));

const placeOf = ({ tenantId, id }: ViewRow): string => `${tenantId}/${id}`;

/** A row as an eraser leaves it. */
function cleared(view: View, row: object, subject: string): object {
  const personal = Object.entries(view.personal as Readonly<Record<string, string>>);
  const gone = personal.filter(([, of]) => (row as Record<string, unknown>)[of] === subject).map(([column]) => column);
  return Object.fromEntries(Object.entries(row).filter(([column]) => !gone.includes(column)));
}
