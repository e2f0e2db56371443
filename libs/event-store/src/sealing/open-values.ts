import type { TenantId } from '@ledgerdesk/kernel';
import type { KeyRing } from '../port/key-ring.ts';
import { openValue, type ValueToOpen } from './seal-value.ts';
import type { Opened } from './sealed-value.ts';

/**
 * Opens the sealed values of a tenant's events with one question to the key ring; answers in their order, as the bytes of
 * the protobuf message `<EventType>Personal`. @throws BrokenSealError, UnknownSealFormatError, UnavailableError
 */
export async function openValues(
  keyRing: Pick<KeyRing, 'find'>,
  tenant: TenantId,
  values: readonly ValueToOpen[],
): Promise<readonly Opened<Uint8Array>[]> {
  if (values.length === 0) return [];
  const keyIds = new Set(values.flatMap(({ sealed }) => sealed.keyIds));
  const keys = await keyRing.find(tenant, [...keyIds]);
  return values.map((value) => openValue(value, keys));
}
