import type { TenantId } from '@ledgerdesk/kernel';

/** The name of one aggregate's events: category, tenant and the aggregate's id. */
export interface StreamId {
  /** Letters only, without a hyphen: KurrentDB cuts the stream's name at the first one. */
  readonly category: string;
  readonly tenant: TenantId;
  readonly id: string;
}

/** `<category>-<tenant>.<id>`, as it stands in the ledger. */
export const streamName = ({ category, tenant, id }: StreamId): string => `${category}-${tenant}.${id}`;

/** The inverse of `streamName`. @throws Error for a name that no `streamName` made */
export function parseStreamName(name: string): StreamId {
  const match = /^([A-Za-z]+)-(tnt_[0-9a-z]{26})\.(.+)$/s.exec(name);
  if (!match) throw new Error(`Not a stream's name: ${name}`);
  const [, category, tenant, id] = match as unknown as [string, string, TenantId, string];
  return { category, tenant, id };
}
