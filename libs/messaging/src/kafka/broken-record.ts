import type { Topic } from '@ledgerdesk/contracts';
import type { TenantId } from '@ledgerdesk/kernel';
import { partitionOf } from '../cloud-events/partition.ts';
import type { BrokenRecord, RecordPlace } from '../port/broken-record.ts';
import type { BrokenRecordError } from './errors.ts';

export function brokenRecord(
  topic: Topic,
  place: RecordPlace,
  { message: reason, record }: BrokenRecordError,
): BrokenRecord {
  const aggregate = aggregateIn(record.key, place.partition);
  return { topic, place, ...record, reason, ...(aggregate && { aggregate }) };
}

/** Tenant and subject, as `partitionKeyOf` joins them. */
const KEY = /^([^./\p{Cc}]+)\.(\P{Cc}+)$/u;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Undefined where the key tells none, or one whose events lie in another partition: these are somebody else's to order. */
function aggregateIn(key: Uint8Array | null, partition: number): BrokenRecord['aggregate'] {
  const text = key ? textOf(key) : '';
  const [, tenant, subject] = KEY.exec(text) ?? [];
  if (tenant === undefined || subject === undefined || partitionOf(text) !== partition) return undefined;
  return { tenant: tenant as TenantId, subject };
}

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return '';
  }
}
