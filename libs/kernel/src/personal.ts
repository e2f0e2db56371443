/**
 * What an event says about a person. A decision writes it plain, under the id of its data subject; the ledger keeps it
 * sealed, and a fold sees it sealed only: no decision may rest on it.
 */
export type Personal<Plain> = PlainPersonal<Plain> | SealedPersonal;

export interface PlainPersonal<Plain> {
  readonly subject: string;
  readonly plain: Plain;
}

export interface SealedPersonal {
  readonly subject: string;
  /** Opaque here; see `StoredSealedValue` of the event store. */
  readonly sealed: unknown;
}

export const personal = <Plain>(subject: string, plain: Plain): PlainPersonal<Plain> => ({ subject, plain });
