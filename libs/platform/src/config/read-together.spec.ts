import { z } from 'zod';
import { parseConfig } from './parse-config.ts';
import { readTogether } from './read-together.ts';

const count = z.coerce.number().int().min(1);

describe('Configurations that are read together', () => {
  const read = (env: Record<string, string>) =>
    readTogether({
      door: () => parseConfig(z.object({ PORT: count.default(80) }), env),
      house: () => parseConfig(z.object({ ROOMS: count }), env),
    });

  it('are each what its own part reads', () => {
    expect(read({ ROOMS: '3' })).toEqual({ door: { PORT: 80 }, house: { ROOMS: 3 } });
  });

  it('tell the faults of all parts at once', () => {
    expect(() => read({ PORT: 'x' })).toThrow(/PORT: [^]*ROOMS: is not set/);
  });

  it('do not take a breakage for a fault', () => {
    const broken = () => {
      throw new TypeError('broken');
    };
    expect(() => readTogether({ broken })).toThrow(TypeError);
  });
});
