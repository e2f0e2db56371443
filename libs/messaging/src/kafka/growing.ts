import type { RecordMetadata } from 'kafkajs';
import { LostRecordsError } from '../delivery/errors.ts';

/** Holds partitions to it that they only ever grow: what is written comes to lie behind what was written before. */
export class Growing {
  private readonly last = new Map<string, bigint>();
  private lost: LostRecordsError | undefined;

  /** @throws LostRecordsError, from the first time on */
  assertNoneLost(): void {
    if (this.lost) throw this.lost;
  }

  /** Hears where batches came to lie, in their order. @throws LostRecordsError */
  stored(batches: readonly RecordMetadata[]): void {
    for (const { topicName, partition, baseOffset = NOWHERE } of batches)
      this.storedAt(`${topicName}/${partition}`, BigInt(baseOffset));
    this.assertNoneLost();
  }

  private storedAt(where: string, offset: bigint): void {
    if (offset < 0n) return;
    const last = this.last.get(where);
    if (last === undefined || offset > last) this.last.set(where, offset);
    else this.lost ??= new LostRecordsError(where, `after offset ${last} came ${offset}`);
  }
}

/** As brokers say it of what they do not tell. */
const NOWHERE = '-1';
