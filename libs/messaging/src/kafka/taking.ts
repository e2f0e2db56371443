import type { EachBatchPayload, Offsets } from 'kafkajs';
import type { Consumer, FeedBatch } from '../port/feed.ts';
import { landmarkText, type Landmark } from './landmark.ts';
import { piecesOf, type Piece } from './pieces.ts';
import type { Standing } from './standing.ts';
import { unbroken } from './unbroken.ts';

export interface Taking {
  readonly consumer: Consumer;
  readonly batchSize: number;
  /** Whether the partition is still this member's: it may be assigned anew while its events are handled. */
  readonly isOurs: () => boolean;
  /** Hears how much from the future was passed over. */
  readonly onPassedOver: (count: number) => void;
}

/** Hands what was fetched of a partition to the consumer, piece by piece. @throws what the consumer throws, ForeignRecordError, LostRecordsError, OffsetJumpError */
export async function takeFrom(standing: Standing, payload: EachBatchPayload, taking: Taking): Promise<void> {
  const { batch } = payload;
  const { epoch } = standing.place!;
  const messages = unbroken(standing, standing.expected, { batch, epoch });
  seen(standing, payload);
  let reached: Landmark | undefined;
  try {
    for (const piece of piecesOf(standing, messages, { after: standing.place!, size: taking.batchSize })) {
      if (!payload.isRunning() || !taking.isOurs()) return;
      await hand(standing, piece, taking);
      if (!taking.isOurs()) return;
      reached = { offset: piece.next, place: { epoch, position: piece.position } };
      standing.reached(reached);
      standing.behind = piece.next < BigInt(batch.highWatermark);
      payload.resolveOffset((piece.next - 1n).toString());
      if (piece.obstacle) throw piece.obstacle;
    }
  } finally {
    if (reached && taking.isOurs()) await commit(standing, reached, payload);
  }
}

/** What was read only to see that it is there is behind us. */
function seen(standing: Standing, payload: EachBatchPayload): void {
  const { offset, before } = standing.expected;
  if (!before) return;
  standing.expected = { offset: before.offset };
  payload.resolveOffset(offset.toString());
}

async function hand({ source, place }: Standing, piece: Piece, { consumer, onPassedOver }: Taking): Promise<void> {
  const { events, positions, position, passedOver, broken } = piece;
  if (events.length === 0 && passedOver.length === 0 && broken.length === 0) return;
  const batch: FeedBatch = {
    source,
    epoch: place!.epoch,
    events,
    position,
    positions,
    ...(passedOver.length > 0 && { passedOver }),
    ...(broken.length > 0 && { broken }),
  };
  await consumer.handle(batch);
  onPassedOver(passedOver.length);
}

/** A hint for the next member, and for tools that show how far a group has come; without it more is read again. */
async function commit({ name, partition }: Standing, landmark: Landmark, payload: EachBatchPayload): Promise<void> {
  const committed = { partition, offset: landmark.offset.toString(), metadata: landmarkText(landmark) };
  const offsets: Offsets = { topics: [{ topic: name, partitions: [committed] }] };
  await payload.commitOffsetsIfNecessary(offsets).catch(() => undefined);
}
