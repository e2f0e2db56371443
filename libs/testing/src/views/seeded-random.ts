/** Numbers from 0 to 1 that are the same for the same seed: xorshift32 (Marsaglia, 2003). */
export function seededRandom(seed: number): () => number {
  // Small seeds differ in a few bits, and so would their first numbers.
  let state = Math.imul(seed, 0x9e3779b1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}
