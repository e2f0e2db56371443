import type { Topic } from '@ledgerdesk/contracts';
import type { Place } from '@ledgerdesk/event-store';
import { partitionSource } from '../delivery/sources.ts';
import type { Landmark } from './landmark.ts';
import type { Expected } from './unbroken.ts';

/** Where a consumer stands in a partition that was assigned to it. */
export class Standing {
  readonly source: string;
  /** False until its checkpoint was asked for, and after a failure until it was asked for again: then nothing is taken. */
  ready = false;
  place: Place | undefined;
  /** What comes next, if nothing was lost. */
  expected: Expected = { offset: 0n };
  failures = 0;
  fault: string | undefined;
  /** The fault is for good, whatever becomes of other partitions. */
  stopped = false;
  /** There was more than was taken, when last looked. */
  behind = true;
  /** What is being taken from it now. */
  busy: Promise<void> = Promise.resolve();

  constructor(
    readonly topic: Topic,
    /** The broker's name of the topic. */
    readonly name: string,
    readonly partition: number,
    /** What this process knows of partitions, by topic and number; it outlives assignments. */
    private readonly known: Map<string, Landmark>,
  ) {
    this.source = partitionSource(topic, partition);
  }

  /** The last that this process read of the partition. */
  get landmark(): Landmark | undefined {
    return this.known.get(`${this.name}/${this.partition}`);
  }

  /** As kafkajs pauses and resumes it. */
  get assigned(): { topic: string; partitions: number[] }[] {
    return [{ topic: this.name, partitions: [this.partition] }];
  }

  reached(landmark: Landmark): void {
    this.place = landmark.place;
    this.known.set(`${this.name}/${this.partition}`, landmark);
    this.expected = { offset: landmark.offset };
    this.failures = 0;
    this.fault = undefined;
  }
}
