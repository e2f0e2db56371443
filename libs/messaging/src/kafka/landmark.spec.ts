import { farthestFor, landmarkOf, landmarkText, type Landmark } from './landmark.ts';

const place = (position: bigint, epoch = 'e') => ({ epoch, position });
const landmark = (offset: bigint, position: bigint, epoch = 'e'): Landmark => ({
  offset,
  place: place(position, epoch),
});

describe('Reading a partition', () => {
  it('goes on from the farthest landmark that is not beyond the checkpoint', () => {
    const landmarks = [landmark(10n, 100n), landmark(20n, 200n), landmark(30n, 300n)];
    expect(farthestFor(place(250n), landmarks)).toBe(landmarks[1]);
    expect(farthestFor(place(300n), landmarks)).toBe(landmarks[2]);
  });

  it('goes on from none where the checkpoint was taken back before all that is known', () => {
    expect(farthestFor(place(50n), [landmark(10n, 100n)])).toBeUndefined();
  });

  it('does not believe a landmark of another epoch', () => {
    expect(farthestFor(place(250n), [landmark(10n, 100n, 'f')])).toBeUndefined();
  });
});

describe('A landmark', () => {
  it('is committed beside the offset of the group, and read again', () => {
    const kept = landmark(42n, 9_000_000_000n);
    expect(landmarkOf('42', landmarkText(kept))).toEqual(kept);
  });

  it.each(['', null, 'by hand'])('is not made of an offset that somebody else committed with %j', (text) => {
    expect(landmarkOf('42', text)).toBeUndefined();
  });

  it('is not made where nothing was committed', () => {
    expect(landmarkOf('-1', landmarkText(landmark(42n, 1n)))?.offset).not.toBe(42n);
    expect(farthestFor(place(9n), [landmark(-1n, 1n)])).toBeUndefined();
  });
});
