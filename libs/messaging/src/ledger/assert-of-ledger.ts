import type { Place } from '@ledgerdesk/event-store';
import { ForeignCheckpointError } from './errors.ts';

/** A checkpoint must be of this ledger: a restored backup is another epoch, or ends before it. @throws ForeignCheckpointError */
export function assertOfLedger(consumer: string, checkpoint: Place, ledger: Place): void {
  if (checkpoint.epoch === ledger.epoch && checkpoint.position <= ledger.position) return;
  throw new ForeignCheckpointError(
    `The consumer "${consumer}" stands at ${checkpoint.epoch}.${checkpoint.position}, which this ledger, at ` +
      `${ledger.epoch}.${ledger.position}, never reached: a backup was restored. Forget what the consumer kept (a view: drop ` +
      'its tables; a reaction: delete its checkpoint) and start again; it then begins anew.',
  );
}
