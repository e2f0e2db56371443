import type { FirstTicket } from '../demo/first-ticket.ts';

/** The history of a ticket: when, who, what, and why. */
export function history({ number, timeline }: FirstTicket): string {
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
  const who = widest(timeline.map((told) => told.who));
  const what = widest(timeline.map(({ kind }) => words(kind)));
  const lines = timeline.map(({ occurredAt, who: name, kind, text }) =>
    ['  ', occurredAt.slice(11, 19), name.padEnd(who), words(kind).padEnd(what), text ? `“${text}”` : '']
      .join('  ')
      .trimEnd(),
  );
  return [`${number}, from its first word to its closure:`, '', ...lines].join('\n');
}

/** `TICKET_STARTED` as people say it: “started”. */
const words = (kind: string): string =>
  kind
    .replace(/^TICKET_/, '')
    .replaceAll('_', ' ')
    .toLowerCase();
