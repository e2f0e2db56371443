import type { common } from '@ledgerdesk/contracts';
import { openValue, type KeyRing } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import type { FeedEvent } from '@ledgerdesk/messaging';
import type { OpenedEvent, OpenedValues } from '../port/view.ts';

type Keys = ReadonlyMap<string, Uint8Array>;

const NOTHING_SEALED: OpenedValues = { get: () => undefined };

/** The events with their sealed values, their keys asked for together; each value is opened when a fold asks for it. */
export async function openedEvents(
  keyRing: Pick<KeyRing, 'find'>,
  events: readonly FeedEvent[],
): Promise<readonly OpenedEvent[]> {
  const keys = await keysOf(keyRing, events);
  return events.map((event) => {
    const sealed = sealedIn(event);
    const opened = sealed ? new SealedValues(event, sealed, keys.get(event.tenant)!) : NOTHING_SEALED;
    return { ...event, opened };
  });
}

async function keysOf(
  keyRing: Pick<KeyRing, 'find'>,
  events: readonly FeedEvent[],
): Promise<ReadonlyMap<TenantId, Keys>> {
  const keyIds = new Map<TenantId, Set<string>>();
  for (const event of events) {
    const sealed = sealedIn(event);
    if (!sealed) continue;
    let wanted = keyIds.get(event.tenant);
    if (!wanted) keyIds.set(event.tenant, (wanted = new Set()));
    for (const keyId of sealed.keyIds) wanted.add(keyId);
  }
  const found = [...keyIds].map(async ([tenant, ids]) => [tenant, await keyRing.find(tenant, [...ids])] as const);
  return new Map(await Promise.all(found));
}

/** An event holds one sealed value at most, in the field of that name. */
function sealedIn({ message: { message } }: FeedEvent): common.SealedValue | undefined {
  return (message?.value as { readonly sealed?: common.SealedValue } | undefined)?.sealed;
}

class SealedValues implements OpenedValues {
  constructor(
    private readonly event: FeedEvent,
    private readonly sealed: common.SealedValue,
    private readonly keys: Keys,
  ) {}

  get(subject: string): Uint8Array | 'erased' | undefined {
    const { sealed, event, keys } = this;
    if (subject !== sealed.subject) return undefined;
    return openValue({ eventId: event.id, schemaVersion: event.schemaVersion, sealed }, keys);
  }
}
