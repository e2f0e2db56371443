import type { Logger } from 'pino';

const AGAIN_AFTER_MS = 60_000;

export interface FullDiskNoticeOptions {
  readonly logger: Pick<Logger, 'error'>;
  /** As whoever has to make room on it knows it. */
  readonly disk: string;
  /** A clock that never goes back, in milliseconds. */
  readonly now?: () => number;
}

/** Tells in the log that a disk is full: at once, and while it lasts once a minute, however many find it so. */
export class FullDiskNotice {
  private toldAt = -Infinity;

  constructor(private readonly options: FullDiskNoticeOptions) {}

  readonly tell = (): void => {
    const { logger, disk, now = () => performance.now() } = this.options;
    if (now() - this.toldAt < AGAIN_AFTER_MS) return;
    this.toldAt = now();
    logger.error(
      { disk },
      `The disk is full (${disk}): make room there. Until then what needs storing is refused as UNAVAILABLE; ` +
        'what was acknowledged is kept, and nothing need be started again.',
    );
  };
}
