import { commandIdOf, type EventStore } from '@ledgerdesk/event-store';
import { epochMilliseconds, type Instant, type SubmissionId, type TenantId } from '@ledgerdesk/kernel';

/** Whoever says the same again later than this means it again. */
export const TWIN_WINDOW_MINUTES = 10;

interface Remembered {
  readonly submissionId: SubmissionId;
  readonly at: Instant;
}

export interface Found {
  /** The submission that said the same a moment ago. */
  readonly recent?: SubmissionId;
  /** Under which the next that says this is to be taken. */
  readonly commandId: string;
}

/**
 * Finds out whether the same was said a moment ago, from the ledger's memory of commands: the n-th time that something is
 * said has a command id of its own, made of the content, so that two who say it at once meet under the same id.
 */
export class RecentTwin {
  constructor(private readonly eventStore: EventStore) {}

  async find(tenant: TenantId, content: string, at: Instant): Promise<Found> {
    const times = await this.timesSaid((time) => this.remembered(tenant, commandIdFor(content, time)));
    const commandId = commandIdFor(content, times.count);
    const minutes = times.last ? (epochMilliseconds(at) - epochMilliseconds(times.last.at)) / 60_000 : Infinity;
    return minutes < TWIN_WINDOW_MINUTES && times.last ? { recent: times.last.submissionId, commandId } : { commandId };
  }

  /** How often it was said: doubling, then halving, as no time is left out. */
  private async timesSaid(
    saidAt: (time: number) => Promise<Remembered | undefined>,
  ): Promise<{ count: number; last?: Remembered }> {
    let last: Remembered | undefined;
    let known = 0;
    let unknown = Infinity;
    while (known < unknown) {
      const probe = unknown === Infinity ? known * 2 : Math.floor((known + unknown) / 2);
      const said = await saidAt(probe);
      if (said) [last, known] = [said, probe + 1];
      else unknown = probe;
    }
    return last ? { count: known, last } : { count: known };
  }

  private async remembered(tenant: TenantId, commandId: string): Promise<Remembered | undefined> {
    const placement = await this.eventStore.findCommand(tenant, commandId);
    if (!placement) return undefined;
    for await (const event of this.eventStore.readStream(placement.stream, { limit: 1 })) {
      return { submissionId: placement.stream.id as SubmissionId, at: event.metadata.occurredAt };
    }
    return undefined;
  }
}

const commandIdFor = (content: string, time: number): string => commandIdOf(content, `said/${time}`);
