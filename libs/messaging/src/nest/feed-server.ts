import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { Pool } from 'pg';
import { isObservable, lastValueFrom } from 'rxjs';
import { ReactionConsumer } from '../consumer/reaction-consumer.ts';
import type { BackOff } from '../delivery/back-off.ts';
import type { FeedLogger } from '../delivery/health.ts';
import type { FeedEvent } from '../port/feed-event.ts';
import type { Consumer, Feed } from '../port/feed.ts';
import { declared, type Declared } from './declared.ts';
import { ReactionDeclarationError } from './errors.ts';
import { FEED_TRANSPORT, type Heard } from './on-event.ts';
import { ReactionContext } from './reaction-context.ts';

type Handle = (event: FeedEvent) => Promise<void>;

/** What the reactions of one service stand on. */
export interface ReactionGround {
  /** The service's own, its schema first in the search path; see `consumerMigrations`. */
  readonly database: Pool;
  readonly logger: FeedLogger;
  readonly backOff?: BackOff;
}

export interface FeedServerOptions {
  readonly feed: Feed;
  /** The services whose reactions are served, by name. */
  readonly services: Readonly<Record<string, ReactionGround>>;
  /** Does something about each event that is handled, such as showing it in a trace. */
  readonly around?: (consumer: string, handle: Handle) => Handle;
  /** Does something about each consumer, such as measuring it. */
  readonly over?: (consumer: Consumer, service: string) => Consumer;
}

/**
 * Nest's way to the feed, whichever it is: makes of each `@OnEvent` method the consumer that a reaction is (`ReactionConsumer`),
 * and starts and stops the feed with the application.
 */
export class FeedServer extends Server implements CustomTransportStrategy {
  override readonly transportId = FEED_TRANSPORT;
  override readonly propagatesEventHandlerErrors = true;

  constructor(private readonly options: FeedServerOptions) {
    super();
  }

  /** Called by Nest for each handler. @throws ReactionDeclarationError */
  override addHandler(pattern: unknown, handler: MessageHandler, isEvent = false, extras?: Partial<Heard>): void {
    const reaction = declared(pattern, isEvent, extras);
    const { consumer, service } = reaction;
    if (this.messageHandlers.has(consumer)) throw new ReactionDeclarationError(consumer, 'is declared twice');
    const ground = this.options.services[service];
    if (!ground) throw new ReactionDeclarationError(consumer, `is of a service that nobody serves here: ${service}`);
    this.messageHandlers.set(consumer, handler);
    const { feed, over = (same) => same } = this.options;
    feed.subscribe(over(this.consumerOf(reaction, handler, ground), service));
  }

  private consumerOf(reaction: Declared, handler: MessageHandler, ground: ReactionGround): Consumer {
    const { consumer: name, topic, message, within } = reaction;
    const { around = (_, same) => same } = this.options;
    const handleIn = (context: ReactionContext): Handle =>
      around(name, async (event) => {
        const answered: unknown = await handler(event, context);
        if (isObservable(answered)) await lastValueFrom(answered, { defaultValue: undefined });
      });
    const elsewhere = handleIn(new ReactionContext([name, undefined]));
    return new ReactionConsumer({
      ...ground,
      name,
      topics: [topic],
      within,
      handle(event, transaction) {
        if (event.message.message?.$case !== message) return NOTHING;
        return (transaction ? handleIn(new ReactionContext([name, transaction])) : elsewhere)(event);
      },
    });
  }

  listen(callback: (fault?: unknown) => void): void {
    this.options.feed.start().then(() => callback(), callback);
  }

  /** Finishes what was taken. */
  close(): Promise<void> {
    return this.options.feed.stop();
  }

  on(): never {
    throw new Error('A feed tells of itself by its health');
  }

  unwrap(): never {
    throw new Error('There is no server beneath a feed');
  }
}

/** Another event of the topic. */
const NOTHING = Promise.resolve();
