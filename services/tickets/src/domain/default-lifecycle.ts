import type { Lifecycle } from './lifecycle.ts';

const transitions = (from: string, ...targets: string[]) => targets.map((to) => ({ from, to }));

/** The lifecycle of tenants that have none of their own. */
export const defaultLifecycle: Lifecycle = {
  version: 1,
  states: [
    { key: 'new', kind: 'new', label: { en: 'New', de: 'Neu' } },
    { key: 'open', kind: 'open', label: { en: 'Open', de: 'Offen' } },
    { key: 'in_progress', kind: 'in_progress', label: { en: 'In progress', de: 'In Arbeit' } },
    { key: 'pending', kind: 'pending', label: { en: 'Pending', de: 'Wartet auf Antwort' } },
    { key: 'on_hold', kind: 'on_hold', label: { en: 'On hold', de: 'Zurückgestellt' } },
    { key: 'resolved', kind: 'resolved', label: { en: 'Resolved', de: 'Gelöst' } },
    { key: 'closed', kind: 'closed', label: { en: 'Closed', de: 'Geschlossen' } },
  ],
  transitions: [
    ...transitions('new', 'open', 'in_progress', 'pending', 'on_hold', 'resolved'),
    ...transitions('open', 'in_progress', 'pending', 'on_hold', 'resolved'),
    ...transitions('in_progress', 'pending', 'on_hold', 'resolved'),
    ...transitions('pending', 'in_progress', 'on_hold', 'resolved'),
    ...transitions('on_hold', 'in_progress', 'pending', 'resolved'),
    ...transitions('resolved', 'closed', 'open'),
    ...transitions('closed', 'open'),
  ],
  initial: 'new',
  reopened: 'open',
  reopenWindowDays: 14,
  consequences: {
    assigned: { new: 'open' },
    requesterReplied: { pending: 'in_progress', on_hold: 'in_progress', resolved: 'open' },
    agentReplied: { new: 'in_progress' },
  },
};
