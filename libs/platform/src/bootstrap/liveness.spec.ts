import { LATEST_LOOP_MS, LONGEST_BATCH_MS, stuckParts, type LivenessNeeds } from './liveness.ts';

const well: LivenessNeeds = { loop: { lastingMs: 0 }, consumers: { busyForLongerThan: () => [] } };

describe('A process is stuck', () => {
  it('in nothing, as a rule', () => {
    expect(stuckParts({ ...well, relay: () => undefined })).toEqual([]);
    expect(stuckParts({ ...well, relay: () => ({ busyForMs: LONGEST_BATCH_MS }) })).toEqual([]);
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

  it('where its relay has had the same page in hand for too long', () => {
    const relay = () => ({ busyForMs: LONGEST_BATCH_MS + 1 });
    expect(stuckParts({ ...well, relay })).toEqual([expect.stringContaining('relay')]);
  });
});
