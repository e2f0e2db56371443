import { keyRingConformance } from '../../test/support/key-ring-conformance.ts';
import { InMemoryKeyRing } from './in-memory-key-ring.ts';

keyRingConformance('in memory', () => {
  const ring = new InMemoryKeyRing();
  return Promise.resolve(() => ring);
});
