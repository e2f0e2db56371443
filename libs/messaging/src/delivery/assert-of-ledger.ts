import type { Place } from '@ledgerdesk/event-store';
import { ForeignCheckpointError } from './errors.ts';

/** Who keeps a checkpoint, and what to do where it is of another ledger. */
export interface Keeper {
  /** `The consumer "tickets.board"` */
  readonly who: string;
  readonly repair: string;
}

export const keptBy = (consumer: string): Keeper => ({
  who: `The consumer "${consumer}"`,
  repair:
    'End all services, have "ledgerdesk restored" forget what they made of the ledger before, and start them again: they ' +
    'begin anew.',
});

/** A checkpoint must be of this ledger: a restored backup is another epoch, or ends before it. @throws ForeignCheckpointError */
export function assertOfLedger({ who, repair }: Keeper, checkpoint: Place, ledger: Place): void {
  if (checkpoint.epoch === ledger.epoch && checkpoint.position <= ledger.position) return;
  throw new ForeignCheckpointError(
    `${who} stands at ${checkpoint.epoch}.${checkpoint.position}, which this ledger, at ` +
      `${ledger.epoch}.${ledger.position}, never reached: a backup was restored. ${repair}`,
  );
}
