import type { FirstTicket } from './first-ticket.ts';

/** The history of a ticket as a table: when, who, what, and why. */
export function historyPage({ number, timeline }: FirstTicket): string {
  const lines = timeline.map(({ occurredAt, who, kind, text }) =>
    ['  ', occurredAt.slice(11, 19), who.padEnd(18), kind.padEnd(22), text ? `“${text}”` : ''].join(' ').trimEnd(),
  );
  return [`${number}, from its first word to its closure:`, '', ...lines].join('\n');
}
