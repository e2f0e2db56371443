import type { Language } from '../request/language.ts';
import type { PriorityKey } from './priority.type.ts';
import type { StateKind } from './ticket-state.type.ts';

type Labels<Key extends string> = Readonly<Record<Key, Readonly<Record<Language, string>>>>;

/** The states of the lifecycle that every tenant has: their keys are the kinds. */
const states: Labels<StateKind> = {
  new: { en: 'New', de: 'Neu' },
  open: { en: 'Open', de: 'Offen' },
  in_progress: { en: 'In progress', de: 'In Arbeit' },
  pending: { en: 'Pending', de: 'Wartet auf Antwort' },
  on_hold: { en: 'On hold', de: 'Zurückgestellt' },
  resolved: { en: 'Resolved', de: 'Gelöst' },
  closed: { en: 'Closed', de: 'Geschlossen' },
};

const priorities: Labels<PriorityKey> = {
  low: { en: 'Low', de: 'Niedrig' },
  normal: { en: 'Normal', de: 'Normal' },
  high: { en: 'High', de: 'Hoch' },
  urgent: { en: 'Urgent', de: 'Dringend' },
};

const labelIn =
  (labels: Labels<string>) =>
  (key: string, language: Language): string =>
    labels[key]?.[language] ?? key;

/** What a state is called; one that has no name here is called by its key. */
export const stateLabel = labelIn(states);
export const priorityLabel = labelIn(priorities);
