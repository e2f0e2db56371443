import { accept, reject, type Outcome } from '@ledgerdesk/kernel';
import type { ValueClaim, ValueClaimEvent } from './value-claim.ts';

export interface ClaimValue {
  readonly owner: string;
  /** An owner who turned out not to hold the value, though the claim says so. */
  readonly insteadOf?: string;
}

export type ValueTaken = { readonly code: 'VALUE_TAKEN'; readonly owner: string };

/** Whoever finds the value taken uses its owner. */
export function claimValue({ owner, insteadOf }: ClaimValue, claim: ValueClaim): Outcome<ValueClaimEvent, ValueTaken> {
  if (claim.kind === 'free') return accept({ type: 'ValueClaimed', owner });
  if (claim.owner !== insteadOf) return reject({ code: 'VALUE_TAKEN', owner: claim.owner });
  return accept<ValueClaimEvent>({ type: 'ValueReleased' }, { type: 'ValueClaimed', owner });
}
