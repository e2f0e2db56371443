import { openValue, type KeyRing } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import type { FeedLogger } from '../delivery/health.ts';
import type { FeedEvent } from '../port/feed-event.ts';
import { personalJson, sealedIn } from './personal-part.ts';

/** The personal part of an event: whom it is about, and what it says; or why that cannot be told. */
export type PersonalPart = { readonly subject: string } & (
  | { readonly said: unknown; readonly missing?: never }
  | { readonly said?: never; readonly missing: 'ERASED' | 'UNAVAILABLE' }
);

type Keys = ReadonlyMap<string, Uint8Array>;

export interface PersonalPartsOptions {
  readonly keyRing: Pick<KeyRing, 'find'>;
  readonly logger: Pick<FeedLogger, 'error'>;
}

/** Opens events for whoever has no keys. */
export class PersonalParts {
  constructor(private readonly options: PersonalPartsOptions) {}

  /** The personal part of each event, their keys asked for together; undefined where it has none. @throws UnavailableError */
  async of(events: readonly FeedEvent[]): Promise<readonly (PersonalPart | undefined)[]> {
    const keys = await this.keysOf(events);
    return events.map((event) => this.open(event, keys.get(event.tenant)));
  }

  private async keysOf(events: readonly FeedEvent[]): Promise<ReadonlyMap<TenantId, Keys>> {
    const byTenant = Map.groupBy(events, ({ tenant }) => tenant);
    const asked = [...byTenant].map(async ([tenant, those]) => {
      const keyIds = new Set(those.flatMap((event) => sealedIn(event)?.keyIds ?? []));
      return [tenant, keyIds.size > 0 ? await this.options.keyRing.find(tenant, [...keyIds]) : new Map()] as const;
    });
    return new Map(await Promise.all(asked));
  }

  /** A value that cannot be opened holds up nobody: the event is told without it. */
  private open(event: FeedEvent, keys: Keys = new Map()): PersonalPart | undefined {
    const sealed = sealedIn(event);
    if (!sealed) return undefined;
    const { subject } = sealed;
    const { id: eventId, schemaVersion, type } = event;
    try {
      const plaintext = openValue({ eventId, schemaVersion, sealed }, keys);
      return plaintext === 'erased'
        ? { subject, missing: 'ERASED' }
        : { subject, said: personalJson(event, plaintext) };
    } catch (error) {
      this.options.logger.error({ error, eventId, type }, 'A sealed value cannot be opened');
      return { subject, missing: 'UNAVAILABLE' };
    }
  }
}
