import type { Aggregate } from '@ledgerdesk/kernel';

/**
 * What must be unique in its tenant is claimed on a stream of its own, named by the value: two who want it meet there,
 * and one is first. A claim says for whom the value is; the owner's own stream says whether it came to be.
 */
export type ValueClaimEvent = ValueClaimed | ValueReleased;

export interface ValueClaimed {
  readonly type: 'ValueClaimed';
  readonly owner: string;
}

export interface ValueReleased {
  readonly type: 'ValueReleased';
}

export type ValueClaim = { readonly kind: 'free' } | { readonly kind: 'claimed'; readonly owner: string };

export const valueClaimAggregate: Aggregate<ValueClaim, ValueClaimEvent> = { initial: { kind: 'free' }, evolve };

function evolve(_: ValueClaim, event: ValueClaimEvent): ValueClaim {
  switch (event.type) {
    case 'ValueClaimed':
      return { kind: 'claimed', owner: event.owner };
    case 'ValueReleased':
      return { kind: 'free' };
  }
}
