import { getEvents, type EventsAnswer } from '../../support/event-feed.ts';
import type { Desk } from '../desks.ts';
import { Histories } from './histories.ts';

/** What whoever may read everything in a tenant is told of. */
const TOPICS = ['ticket', 'person', 'team'] as const;
const PAGE = 1000;

/** In what `GET /v1/events`, read from the beginning, differs from the ledger. */
export async function wronglyTold(address: string, desk: Desk, ledger: Histories): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const topic of TOPICS) {
    const prefix = `${topic}-${desk.tenant}.`;
    const told = new Histories(`GET /v1/events to ${desk.key}`);
    let answer: EventsAnswer | undefined;
    do {
      const after = answer && { after: answer.cursor };
      answer = await getEvents(address, desk.reader, { topics: topic, limit: PAGE, ...after });
      if (answer.status !== 200) throw new Error(`GET /v1/events answered ${JSON.stringify(answer.problem)}`);
      for (const { subject, sequence, id } of answer.events) told.add(`${prefix}${subject}`, Number(sequence), id);
    } while (answer.more);
    wrong.push(...told.against(ledger, prefix));
  }
  return wrong;
}
