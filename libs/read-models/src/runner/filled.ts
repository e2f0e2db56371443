import { LEDGER } from '@ledgerdesk/messaging';

/** Up to which position of the ledger a version of a view has seen each source. */
export type Stands = ReadonlyMap<string, bigint>;

/**
 * Says when a new version of a view has come as far as the one had that queries see: in each source by itself, for no partition
 * says anything of another. Where the two are fed in different ways, the ledger as a whole stands for each partition, and any
 * partition for the ledger.
 */
export const asFarAs =
  (older: Stands) =>
  (stands: Stands): boolean =>
    [...older].every(([source, position]) => reached(stands, source) >= position);

function reached(stands: Stands, source: string): bigint {
  const through = source === LEDGER ? [...stands.values()] : [stands.get(source), stands.get(LEDGER)];
  return through.reduce<bigint>((most, each) => (each !== undefined && each > most ? each : most), -1n);
}
