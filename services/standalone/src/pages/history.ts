import type { FirstTicket, Told } from '../demo/first-ticket.ts';

/** The history of a ticket: when, who, what, and why. */
export function history({ number, timeline }: FirstTicket): string {
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
  const who = widest(timeline.map((told) => told.who));
  const what = widest(timeline.map(({ kind }) => words(kind)));
  const lines = timeline.map((told) =>
    [
      '  ',
      told.occurredAt.slice(0, 19).replace('T', ' '),
      told.who.padEnd(who),
      words(told.kind).padEnd(what),
      why(told),
    ]
      .join('  ')
      .trimEnd(),
  );
  return [`${number}, from its first word to its closure (UTC):`, '', ...lines].join('\n');
}

function why({ to, channel, text, followed }: Told): string {
  const parts = [
    to.length > 0 && `to ${to.join(', ')}`,
    channel === 'form' && 'by the web form',
    text && `“${text}”`,
    followed && 'by what came before',
  ];
  return parts.filter(Boolean).join(': ');
}

/** `TICKET_STARTED` as people say it: “started”. */
const words = (kind: string): string =>
  kind
    .replace(/^TICKET_/, '')
    .replaceAll('_', ' ')
    .toLowerCase();
