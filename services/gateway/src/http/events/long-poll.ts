import { ProblemError } from '@ledgerdesk/platform';
import type { News } from '../../event-log/news.ts';
import type { Viewer } from '../../identity/viewer.ts';
import type { EventReader, EventsPage, EventsWish } from './event-reader.ts';

export interface LongPollNeeds {
  readonly reader: Pick<EventReader, 'read'>;
  readonly news: News;
  /** So many may wait in this process. */
  readonly mostWaiting: number;
}

export interface LongPoll {
  /** Asked for each look, since what somebody may do can change while they wait. @throws UnauthenticatedError */
  readonly viewer: () => Promise<Viewer>;
  readonly wish: EventsWish;
  readonly waitSeconds: number;
  /** Nobody waits for the answer any more, or nobody can. */
  readonly signal: AbortSignal;
}

/** What there is, or what comes before patience ends. @throws ProblemError BUSY where too many wait, and what a look throws */
export async function readOrWait(needs: LongPollNeeds, poll: LongPoll): Promise<EventsPage> {
  const { reader, news, mostWaiting } = needs;
  const left = new AbortController();
  const over = AbortSignal.any([poll.signal, left.signal, AbortSignal.timeout(poll.waitSeconds * 1000)]);
  let { wish } = poll;
  try {
    for (;;) {
      const viewer = await poll.viewer();
      // Before it is looked: what comes meanwhile is news.
      const heard = poll.waitSeconds > 0 ? news.next(viewer.tenant, over) : undefined;
      const page = await reader.read(viewer, wish);
      if (page.events.length > 0 || page.more || !heard || over.aborted) return page;
      if (news.waiters > mostWaiting) throw new ProblemError('BUSY', 'Too many wait for events already.');
      wish = { ...wish, after: page.place };
      await heard;
    }
  } finally {
    left.abort();
  }
}
