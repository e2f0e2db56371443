import {
  acceptedAs,
  acceptedRanges,
  correlationIdOf,
  HttpProblemFilter,
  noteInLog,
  ProblemError,
} from '@ledgerdesk/platform';
import { Controller, Get, Inject, Req, Res, UseFilters, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Viewer } from '../../identity/viewer.ts';
import type { Viewers } from '../../identity/viewers.ts';
import { OpaqueTexts } from '../../live/opaque-texts.ts';
import { EventCursors } from './event-cursors.ts';
import { readEventsRequest } from './events-request.ts';
import { readOrWait, type LongPollNeeds } from './long-poll.ts';
import { readableTopics } from './readable.ts';

export const EVENTS = Symbol('Events');

export interface EventsNeeds extends LongPollNeeds {
  readonly viewers: Pick<Viewers, 'viewerOf'>;
  /** The tenant's key for what is to be known again. @throws UnavailableError */
  readonly namingKey: (tenant: Viewer['tenant']) => Promise<Uint8Array>;
}

const BATCH = 'application/cloudevents-batch+json';

/** The feed of public events for programs of others: as CloudEvents, from the first event ever. */
@Controller('v1/events')
@UseFilters(HttpProblemFilter)
export class EventsController implements OnModuleDestroy {
  /** Whoever waits when the process ends is answered at once, and asks another one. */
  private readonly closing = new AbortController();

  constructor(@Inject(EVENTS) private readonly needs: EventsNeeds) {}

  @Get()
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertAcceptable(request.headers.accept);
    const { after, limit, waitSeconds, topics, types } = readEventsRequest(request.query as Record<string, unknown>);
    const { viewers, namingKey } = this.needs;
    const viewer = (): Promise<Viewer> => viewers.viewerOf(request.headers.authorization);
    const { tenant } = await viewer();
    noteInLog({ tenant });
    const texts = new OpaqueTexts(await namingKey(tenant));
    const cursors = new EventCursors(texts, { topics, types }, { every: readableTopics });
    const { events, place, more } = await readOrWait(this.needs, {
      viewer,
      wish: { after: cursors.placeOf(after), limit, types: types && new Set(types) },
      waitSeconds,
      signal: AbortSignal.any([this.closing.signal, hangUpOf(reply)]),
    });
    const cursor = cursors.cursorOf(place);
    await reply
      .headers({
        'content-type': `${BATCH}; charset=utf-8`,
        'cache-control': 'no-store',
        'x-correlation-id': correlationIdOf(request),
        'ledgerdesk-cursor': cursor,
        'ledgerdesk-more': String(more),
        link: `<${nextOf(request.url, cursor)}>; rel="next"`,
      })
      .send(`[${events.join(',')}]`);
  }

  onModuleDestroy(): void {
    this.closing.abort();
  }
}

/** @throws ProblemError NOT_ACCEPTABLE */
function assertAcceptable(accept: string | undefined): void {
  const ranges = acceptedRanges(accept);
  const accepted = [BATCH, 'application/json'].some((type) => (acceptedAs(type, ranges)?.weight ?? 0) > 0);
  if (ranges.length > 0 && !accepted) throw new ProblemError('NOT_ACCEPTABLE');
}

/** The same request from the cursor on, relative to this one. */
function nextOf(url: string, cursor: string): string {
  const next = new URL(url, 'http://any');
  next.searchParams.set('after', cursor);
  return `${next.pathname}${next.search}`;
}

/** Aborted when whoever asked is gone. */
function hangUpOf({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  return gone.signal;
}
