import type { Problem } from '@ledgerdesk/platform';
import type { Language } from '../language.ts';
import { markup } from './markup.ts';
import { page } from './page.ts';
import { texts } from './texts.ts';

export interface ProblemPage {
  readonly language: Language;
  readonly problem: Problem;
  /** By which we find it in our log. */
  readonly correlationId: string;
}

/** What a person is shown where neither form nor answer can be. */
export function problemPage({ language, problem, correlationId }: ProblemPage): string {
  const say = texts[language];
  if (problem.code === 'NOT_FOUND') return notFoundPage(language);
  if (problem.retryable)
    return page({ language, title: say.unavailable, content: markup`<p role="alert">${say.unavailableIntro}</p>` });
  if (problem.code === 'TOO_LARGE')
    return page({ language, title: say.tooLarge, content: markup`<p role="alert">${say.tooLargeIntro}</p>` });
  const broken = problem.code === 'INTERNAL';
  return page({
    language,
    title: broken ? say.broken : say.notUnderstood,
    content: markup`<p role="alert">${broken ? say.brokenIntro : say.notUnderstoodIntro}</p>
<p><small>${correlationId}</small></p>`,
  });
}

export const notFoundPage = (language: Language): string =>
  page({ language, title: texts[language].notFound, content: markup`<p>${texts[language].notFoundIntro}</p>` });
