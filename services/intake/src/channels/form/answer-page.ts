import type { SubmissionOutcome } from '../../ports/submission-outcomes.ts';
import type { Language } from '../language.ts';
import { markup } from './markup.ts';
import { page } from './page.ts';
import { texts } from './texts.ts';

const REFRESH_SECONDS = 1;

/** What has become of a request: its number as soon as it is there, and nothing of what was written. */
export function answerPage(language: Language, outcome: SubmissionOutcome): string {
  const say = texts[language];
  switch (outcome.state) {
    case 'received':
      return page({
        language,
        title: say.received,
        content: markup`<p role="status">${say.receivedIntro}</p>`,
        refresh: REFRESH_SECONDS,
      });
    case 'opened':
      return page({
        language,
        title: say.opened,
        content: markup`<p role="status">${say.number}: <strong class="number">${outcome.ticketNumber}</strong></p>
<p>${say.keepNumber}</p>`,
      });
    case 'refused':
      return page({ language, title: say.refused, content: markup`<p role="status">${say.refusedIntro}</p>` });
  }
}
