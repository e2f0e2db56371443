import { InMemoryEventStore } from '@ledgerdesk/event-store';
import { DeskLedger, published } from '../../test/support/desk-ledger.ts';
import type { PublishedCategory } from '../port/publishing.ts';
import { PoisonedEventError } from './errors.ts';
import { FeedMapping } from './feed-mapping.ts';

describe('An event that the publishing of this program cannot take', () => {
  it('is named by the fault, with what was thrown', async () => {
    const eventStore = new InMemoryEventStore();
    await new DeskLedger(eventStore).join('tea_1', 'psn_1');
    const { events } = await eventStore.readAll('everything', 'start', 10);
    const thrown = new TypeError('personId is not a function');
    const throwing: PublishedCategory = {
      topic: 'team',
      toMessage: () => {
        throw thrown;
      },
    };
    const fault = faultOf(() => new FeedMapping([throwing]).toFeedEvent('team', events[0]!));
    expect(fault).toBeInstanceOf(PoisonedEventError);
    const { eventId, stream } = events[0]!;
    expect(fault).toMatchObject({
      code: 'POISONED_EVENT',
      eventId,
      type: 'TeamJoined',
      stream: `team-${stream.tenant}.tea_1`,
      cause: thrown,
    });
    for (const named of [eventId, 'TeamJoined', 'tea_1', thrown.message]) expect(String(fault)).toContain(named);
    expect(new FeedMapping(published).toFeedEvent('team', events[0]!)).toMatchObject({ id: eventId });
  });

  const faultOf = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error;
    }
  };
});
