import type { common } from '@ledgerdesk/contracts';
import type { Personal } from '@ledgerdesk/kernel';
import { toMessageValue, type StoredSealedValue } from './sealed-value.ts';

/** What a stored event says about a person, as public messages carry it: closed. */
export function sealedOf(personal: Personal<unknown>): common.SealedValue {
  if (!('sealed' in personal)) throw new Error('Not stored yet: personal data in clear is never published');
  return toMessageValue(personal.sealed as StoredSealedValue);
}
