import { aClaimedValue, aFreeValue } from '../../test/support/aggregates.ts';
import { ADA, BEN } from '../../test/support/people.ts';
import { claimValue, type ClaimValue } from './claim-value.ts';
import type { ValueClaim } from './value-claim.ts';

const claim = (command: ClaimValue) => (value: ValueClaim) => claimValue(command, value);

describe('Claiming a value', () => {
  it('makes it the owner’s where it is free', () => {
    aFreeValue.when(claim({ owner: BEN })).then({ type: 'ValueClaimed', owner: BEN });
  });

  it('is refused with the owner whose it is', () => {
    aClaimedValue.when(claim({ owner: BEN })).thenRefused({ code: 'VALUE_TAKEN', owner: ADA });
  });

  it('can be done again once it was released', () => {
    aClaimedValue
      .and({ type: 'ValueReleased' })
      .when(claim({ owner: BEN }))
      .then({ owner: BEN });
  });

  it('takes it over from the owner who turned out not to have it', () => {
    aClaimedValue
      .when(claim({ owner: BEN, insteadOf: ADA }))
      .then({ type: 'ValueReleased' }, { type: 'ValueClaimed', owner: BEN });
  });

  it('takes it over from nobody else', () => {
    aClaimedValue
      .and({ type: 'ValueReleased' }, { type: 'ValueClaimed', owner: 'psn_other' })
      .when(claim({ owner: BEN, insteadOf: ADA }))
      .thenRefused({ code: 'VALUE_TAKEN', owner: 'psn_other' });
  });
});
