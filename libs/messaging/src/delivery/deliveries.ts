import type { ConsumerHealth } from './health.ts';

/** Brings one consumer its events. */
export interface OneDelivery {
  readonly health: ConsumerHealth;
  /** Until the signal says stop, or there is no going on. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

/** What a run of the feed consists of. */
interface Running {
  readonly stopping: AbortController;
  readonly ends: Promise<void>[];
}

/** The deliveries of a feed, one a consumer: each runs while the feed does, whenever it was subscribed. */
export class Deliveries {
  private readonly byConsumer = new Map<string, OneDelivery>();
  private running: Running | undefined;

  add(consumer: string, delivery: OneDelivery): void {
    if (this.byConsumer.has(consumer)) throw new Error(`Two consumers are named ${consumer}`);
    this.byConsumer.set(consumer, delivery);
    this.running?.ends.push(delivery.run(this.running.stopping.signal));
  }

  assertNotRunning(): void {
    if (this.running) throw new Error('The feed runs already');
  }

  /** Starts them, and what else runs with the feed. */
  start(beside?: (signal: AbortSignal) => Promise<void>): void {
    this.assertNotRunning();
    const stopping = new AbortController();
    const { signal } = stopping;
    const ends = [...(beside ? [beside(signal)] : []), ...[...this.byConsumer.values()].map((one) => one.run(signal))];
    this.running = { stopping, ends };
  }

  /** Finishes what was taken. */
  async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    running?.stopping.abort();
    await Promise.all(running?.ends ?? []);
  }

  /** How each consumer is doing, in the order of their subscription. */
  health(): readonly ConsumerHealth[] {
    return [...this.byConsumer.values()].map(({ health }) => health);
  }
}
