import type { PersonId, SubmissionId, TenantId } from '@ledgerdesk/kernel';

/** Somebody who wrote to us, as the submission says. */
export interface Writer {
  readonly tenant: TenantId;
  readonly name: string;
  readonly mail: string;
  readonly submissionId: SubmissionId;
  /** Of the event that brought the submission; names the command, so that asking again asks the same. */
  readonly causationId: string;
  readonly correlationId: string;
}

export type Identified =
  { readonly known: true; readonly personId: PersonId } | { readonly known: false; readonly code: string };

/** Who is behind an address. */
export interface Requesters {
  /** The person who owns the writer's address, registered where there is none. @throws where nobody answers */
  identify(writer: Writer): Promise<Identified>;
}
