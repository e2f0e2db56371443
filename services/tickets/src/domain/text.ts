import { lineFault, proseFault, type TextFault } from '@ledgerdesk/contracts';

/** What a person wrote, as they wrote it. */
export interface Body {
  readonly format: 'text' | 'html';
  readonly content: string;
}

export const SUBJECT_MAX_CHARACTERS = 300;
/** A sealed value grows by a third in the ledger, whose events are at most 64 KiB. */
export const BODY_MAX_BYTES = 40_000;
export const REASON_MAX_CHARACTERS = 2_000;

/** Of a subject as `oneLine` makes it. */
export const subjectFault = (subject: string): TextFault | undefined =>
  lineFault(subject, { required: true, maxCharacters: SUBJECT_MAX_CHARACTERS });

/** Of a message as `manyLines` makes it. */
export const bodyFault = (content: string): TextFault | undefined =>
  proseFault(content, { required: true, maxBytes: BODY_MAX_BYTES });

/** Of a reason or a resolution as `manyLines` makes it. */
export const reasonFault = (reason: string, { required }: { readonly required: boolean }): TextFault | undefined =>
  proseFault(reason, { required, maxCharacters: REASON_MAX_CHARACTERS });
