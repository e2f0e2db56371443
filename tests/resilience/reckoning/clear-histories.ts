import type { TenantId } from '@ledgerdesk/kernel';
import { clearTopicName } from '@ledgerdesk/messaging';
import type { TheirEvent } from '../../support/event-feed.ts';
import { Histories } from './histories.ts';
import { readWhole } from './whole-topics.ts';

/** Whose aggregates partners are told of, by the prefixes of their ids: the same as by `GET /v1/events`. */
const CATEGORIES: Readonly<Record<string, string>> = { tkt: 'ticket', psn: 'person', tea: 'team' };

type ClearEvent = TheirEvent & { readonly tenant: string };

/** In what a tenant's clear topic, read from the beginning as a partner does, differs from the ledger. */
export async function wronglyCleared(
  brokers: readonly string[],
  tenant: TenantId,
  ledger: Histories,
): Promise<readonly string[]> {
  const topic = clearTopicName(tenant);
  // Partners know repetitions by their sequence (docs/guides/clear-topics.md).
  const told = new Histories(topic, 'allowed');
  const nobodys: string[] = [];
  await readWhole(brokers, [topic], ({ value }) => {
    const event = JSON.parse(String(value)) as ClearEvent;
    const category = CATEGORIES[event.subject.slice(0, 3)];
    if (!category || event.tenant !== tenant) nobodys.push(`${topic}: ${event.subject} of ${event.tenant}`);
    told.add(`${category}-${event.tenant}.${event.subject}`, Number(event.sequence), event.id);
  });
  const prefixes = Object.values(CATEGORIES).map((category) => `${category}-${tenant}.`);
  return [...nobodys, ...told.against(ledger, ...prefixes)];
}
