import { createRequire } from 'node:module';
import type { GoldenSample } from './golden-sample.ts';

/** The samples are data, which a package hands out by name: no program but a spec ever loads them. */
const require = createRequire(import.meta.url);
const kept = (name: string): unknown => require(`@ledgerdesk/contracts/samples/${name}.json`);

/** The samples of a category. */
export const samplesOf = (category: string): readonly GoldenSample[] => kept(category) as readonly GoldenSample[];

const { keyId, key } = kept('sealing-key') as { readonly keyId: string; readonly key: string };

/** The one key that seals all samples, whoever they speak of. */
export const sealingKey = { keyId, key: new Uint8Array(Buffer.from(key, 'hex')) };
