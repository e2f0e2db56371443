import { Controller, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, MessagePattern, Transport } from '@nestjs/microservices';
import 'reflect-metadata';
import { quiet } from '../../test/support/quiet.ts';
import type { Consumer, Feed } from '../port/feed.ts';
import { FeedServer } from './feed-server.ts';
import { FEED_TRANSPORT, OnEvent } from './on-event.ts';

const heard = { topic: 'team', message: 'teamJoined' } as const;
const NAME = 'spec.greet-on-team-joined';

describe('The reactions of an application', () => {
  const subscribed: string[] = [];
  let started = false;
  beforeEach(() => {
    subscribed.length = 0;
    started = false;
  });
  const feed: Feed = {
    subscribe: ({ name, topics }: Consumer) => void subscribed.push(`${name} ${topics.join()}`),
    start: () => Promise.resolve(void (started = true)),
    stop: () => Promise.resolve(void (started = false)),
  };

  /** Opens an application whose controller's method is declared so. */
  const open = async (...declared: readonly MethodDecorator[]) => {
    const controllers = declared.map((declare) => {
      @Controller()
      class Reaction {
        @declare
        greet(): void {}
      }
      return Reaction as Type;
    });
    const strategy = new FeedServer({ feed, services: { spec: { database: {} as never, logger: quiet } } });
    const options = { strategy, logger: false, abortOnError: false } as const;
    const app = await NestFactory.createMicroservice({ module: class Spec {}, controllers }, options);
    await app.listen();
    return app;
  };
  const on = (name: string, of: object = heard): MethodDecorator =>
    OnEvent(name, of as typeof heard) as MethodDecorator;

  it('hear the feed while the application is open', async () => {
    const app = await open(on(NAME), on('spec.count-on-team-joined'));
    expect(subscribed).toEqual([`${NAME} team`, 'spec.count-on-team-joined team']);
    expect(started).toBe(true);
    await app.close();
    expect(started).toBe(false);
  });

  it('are ordinary handlers of Nest’s for the transport of the feed: those of others are left to others', async () => {
    const app = await open(
      EventPattern('anything', Transport.NATS) as MethodDecorator,
      EventPattern(NAME, FEED_TRANSPORT, heard) as MethodDecorator,
    );
    expect(subscribed).toEqual([`${NAME} team`]);
    await app.close();
  });

  it.each([
    ['two have one name', [on(NAME), on(NAME)], 'is declared twice'],
    ['one hears a topic that there is not', [on(NAME, { topic: 'desk', message: 'x' })], 'which there is not'],
    ['one hears what nobody says', [on(NAME, { topic: 'team', message: 'ticketTaken' })], 'no event of the topic team'],
    ['one is of a service that is not here', [on('other.greet-on-team-joined')], 'nobody serves here: other'],
    ['one names no service', [on('greet')], 'is not named <service>.<reaction>'],
    ['one does not say what it hears', [EventPattern(NAME) as MethodDecorator], 'declare it by @OnEvent'],
    ['one would answer', [MessagePattern(NAME)], 'answers requests'],
  ] as const)('are refused before anything is heard where %s', async (_, declared, fault) => {
    await expect(open(...declared)).rejects.toThrow(fault);
    expect(started).toBe(false);
  });

  it('fail to open where the feed cannot be had', async () => {
    const start = jest.spyOn(feed, 'start').mockRejectedValueOnce(new Error('no broker'));
    await expect(open(on(NAME))).rejects.toThrow('no broker');
    start.mockRestore();
  });
});
