import type { Topic } from '@ledgerdesk/contracts';
import type { Place } from '@ledgerdesk/event-store';
import { partitionSource } from '../delivery/sources.ts';
import type { Landmark } from './landmark.ts';

/** Where a consumer stands in a partition that was assigned to it. */
export class Standing {
  readonly source: string;
  /** False until its checkpoint was asked for, and after a failure until it was asked for again: then nothing is taken. */
  ready = false;
  place: Place | undefined;
  /** The farthest that this process knows of the partition. */
  landmark: Landmark | undefined;
  failures = 0;
  fault: string | undefined;
  /** There was more than was taken, when last looked. */
  behind = true;
  /** What is being taken from it now. */
  busy: Promise<void> = Promise.resolve();

  constructor(
    readonly topic: Topic,
    /** The broker's name of the topic. */
    readonly name: string,
    readonly partition: number,
  ) {
    this.source = partitionSource(topic, partition);
  }

  /** As kafkajs pauses and resumes it. */
  get assigned(): { topic: string; partitions: number[] }[] {
    return [{ topic: this.name, partitions: [this.partition] }];
  }

  reached(landmark: Landmark): void {
    this.place = landmark.place;
    this.landmark = landmark;
    this.failures = 0;
    this.fault = undefined;
  }
}
