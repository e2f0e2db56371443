import type { common } from '@ledgerdesk/contracts';
import { toMessageValue, type StoredSealedValue } from '@ledgerdesk/event-store';
import type { Personal } from '@ledgerdesk/kernel';

/** What a stored event says about a person, as messages carry it: closed. */
export function sealed(personal: Personal<unknown>): common.SealedValue {
  if (!('sealed' in personal)) throw new Error('Not stored yet: personal data in clear is never published');
  return toMessageValue(personal.sealed as StoredSealedValue);
}
