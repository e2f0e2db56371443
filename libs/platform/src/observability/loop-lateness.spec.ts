import { LoopLateness } from './loop-lateness.ts';

/** An event loop whose turns come when they are told to. */
function loop() {
  let now = 0;
  const lateness = new LoopLateness(() => now);
  const turn = (afterMs: number): void => {
    now += afterMs;
    lateness.look();
  };
  return { lateness, turn };
}

describe('How late the event loop comes', () => {
  it('is nothing while it keeps time', () => {
    const { lateness, turn } = loop();
    for (let look = 0; look < 10; look += 1) turn(1_000);
    expect(lateness.lastingMs).toBe(0);
  });

  it('is what it has been late by each of the last times', () => {
    const { lateness, turn } = loop();
    for (let look = 0; look < 4; look += 1) turn(4_000);
    expect(lateness.lastingMs).toBe(0);
    turn(3_500);
    expect(lateness.lastingMs).toBe(2_500);
  });

  it('is nothing after one long pause, such as that of a machine put to sleep', () => {
    const { lateness, turn } = loop();
    for (let look = 0; look < 5; look += 1) turn(1_000);
    turn(600_000);
    expect(lateness.lastingMs).toBe(0);
  });
});
