import type { FeedEvent } from '@ledgerdesk/messaging';
import type { SubmissionOutcomeRow } from './submission-outcome.table.ts';

/** Of all that happens to tickets only the beginning is heard: that there is one, or that there will be none. */
export function keys({ message: { message } }: FeedEvent<'ticket'>): readonly string[] {
  const begun = message?.$case === 'ticketOpened' || message?.$case === 'submissionRefused';
  return begun && message.value.submissionId !== '' ? [message.value.submissionId] : [];
}

/** People may open further tickets for a submission: the first that was opened counts, in whatever order one hears of them. */
export function project(
  { ticketNumber }: Partial<SubmissionOutcomeRow>,
  { message: { message } }: FeedEvent<'ticket'>,
): Partial<SubmissionOutcomeRow> {
  if (message?.$case === 'ticketOpened') return { ticketNumber: earlier(ticketNumber, message.value.number) };
  return message?.$case === 'submissionRefused' ? { refused: true } : {};
}

/** The number that was given out earlier: the shorter one, or of two as long the one that sorts first. */
const earlier = (known: string | null | undefined, number: string): string =>
  known && (known.length < number.length || (known.length === number.length && known <= number)) ? known : number;
