import { firstVersion } from '@ledgerdesk/event-store';
import { missingSamples } from './missing-samples.ts';

const same = (data: object) => data as never;
const versions = { DoorOpened: firstVersion, DoorClosed: { current: 3, upcasters: [same, same] } };
const sampleOf = (type: string, schemaVersion: number) => ({ stored: { type, schemaVersion } }) as never;

describe('A sample is missing', () => {
  it('of a type of which none is kept', () => {
    const kept = [1, 2, 3].map((version) => sampleOf('DoorClosed', version));
    expect(missingSamples(versions, kept)).toEqual(['DoorOpened 1']);
  });

  it('of a new version, and of an old one that nobody writes any more', () => {
    expect(missingSamples(versions, [sampleOf('DoorOpened', 1), sampleOf('DoorClosed', 2)])).toEqual([
      'DoorClosed 1',
      'DoorClosed 3',
    ]);
  });

  it('nowhere, where there is one of each', () => {
    const kept = [sampleOf('DoorOpened', 1), ...[1, 2, 3].map((version) => sampleOf('DoorClosed', version))];
    expect(missingSamples(versions, kept)).toEqual([]);
  });
});
