import type { Topic } from '@ledgerdesk/contracts';
import type { TenantId } from '@ledgerdesk/kernel';

/** What a record consists of, as the broker handed it out. */
export interface RecordBytes {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, Uint8Array | string | readonly (Uint8Array | string)[] | undefined>>;
}

/** A record that cannot be read, with all that there is of it. */
export interface BrokenRecord extends RecordBytes {
  readonly topic: Topic;
  /** Whose event it is, where the record's key tells. */
  readonly aggregate?: { readonly tenant: TenantId; readonly subject: string };
  /** Where it lies. A record is one place: the same place again is the same record. */
  readonly place: RecordPlace;
  readonly reason: string;
}

export interface RecordPlace {
  /** The broker's name of the topic. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}
