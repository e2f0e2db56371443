import {
  BusyParts,
  LATEST_LOOP_MS,
  LONGEST_BATCH_MS,
  stuckParts,
  type BusyPart,
  type LivenessNeeds,
} from './liveness.ts';

const well: LivenessNeeds = {
  loop: { lastingMs: 0 },
  consumers: { busyForLongerThan: () => [] },
  parts: { now: () => [] },
};

describe('A process is stuck', () => {
  it('in nothing, as a rule', () => {
    expect(stuckParts(well)).toEqual([]);
    const parts = { now: (): readonly BusyPart[] => [{ what: 'idle' }, { what: 'busy', busyForMs: LONGEST_BATCH_MS }] };
    expect(stuckParts({ ...well, parts })).toEqual([]);
  });

  it('where its event loop comes late time and again', () => {
    expect(stuckParts({ ...well, loop: { lastingMs: LATEST_LOOP_MS + 1 } })).toEqual([
      expect.stringContaining('event loop'),
    ]);
  });

  it('where a consumer has had the same batch in hand for too long', () => {
    const consumers = { busyForLongerThan: (ms: number) => (ms === LONGEST_BATCH_MS ? ['gateway.team.v1'] : []) };
    expect(stuckParts({ ...well, consumers })).toEqual([expect.stringContaining('gateway.team.v1')]);
  });

  it('where any of its relays, or of those who do effects, has been at one thing for too long', () => {
    const parts = new BusyParts();
    const clear = { what: 'the relay access.clear.tnt_1', busyForMs: LONGEST_BATCH_MS + 1 };
    parts.watch(() => [{ what: 'the relay access', busyForMs: 3 }, clear]);
    parts.watch(() => [{ what: 'the effects', busyForMs: LONGEST_BATCH_MS + 1 }]);
    expect(stuckParts({ ...well, parts })).toEqual([
      expect.stringContaining('the relay access.clear.tnt_1'),
      expect.stringContaining('the effects'),
    ]);
  });
});
