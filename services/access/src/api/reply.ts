import { invalidInput, type common, type InputFault, type Refusal } from '@ledgerdesk/contracts';
import type { CommandIdReused } from '@ledgerdesk/event-store';
import { toRefusalMessage } from '@ledgerdesk/platform';
import type { Place } from './ledger.ts';

/** What became of a command: where the aggregate stands now, or why not. */
export type Answer<Refused> =
  ({ readonly accepted: true } & Place) | { readonly accepted: false; readonly refusal: Refused | CommandIdReused };

/** The reply that says it. */
export function toReply(answer: Answer<Refusal>): common.CommandReply {
  if (!answer.accepted) return refused({ ...answer.refusal });
  const { id, revision, cursor } = answer;
  return { outcome: { $case: 'accepted', value: { id, revision, cursor } } };
}

/** The reply to a command that was not even handed on. */
export const refused = (refusal: Refusal): common.CommandReply => ({
  outcome: { $case: 'refused', value: toRefusalMessage(refusal) },
});

type Faults = readonly [InputFault, ...InputFault[]];

export const hasFaults = (faults: readonly InputFault[]): faults is Faults => faults.length > 0;

/** The reply to an input with faults. */
export const faulty = (faults: Faults): common.CommandReply => refused({ ...invalidInput(faults) });
