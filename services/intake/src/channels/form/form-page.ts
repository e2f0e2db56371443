import type { InputFault } from '@ledgerdesk/contracts';
import { bounds, type RawRequest, type RequestField } from '../../domain/request.ts';
import type { Language } from '../language.ts';
import { markup, nothing, type Markup } from './markup.ts';
import { page } from './page.ts';
import { texts, type Texts } from './texts.ts';

export const TRAP_FIELD = 'website';

export interface FormPage {
  readonly language: Language;
  readonly desk: string;
  /** Names this page: sent twice, it is one submission. */
  readonly token: string;
  readonly typed: RawRequest;
  readonly faults: readonly InputFault[];
  /** What is wrong where no single field is. */
  readonly notice?: keyof Pick<Texts, 'later' | 'trapped'>;
}

export const blank: RawRequest = { name: '', mail: '', subject: '', body: '' };

/** The page on which a request is written. What was typed stays. */
export function formPage({ language, desk, token, typed, faults, notice }: FormPage): string {
  const say = texts[language];
  const field = (name: RequestField) =>
    fieldOf(name, { say, value: typed[name], fault: faults.find(({ path }) => path[0] === name) });
  const alert = notice ? say[notice] : faults.length > 0 ? say.faultsHeading : undefined;
  return page({
    language,
    title: say.heading(desk),
    content: markup`${alert ? markup`<p role="alert" class="fault">${alert}</p>` : nothing}
<p>${say.intro}</p>
<form method="post" accept-charset="utf-8" novalidate>
<input type="hidden" name="token" value="${token}">
${field('name')}
${field('mail')}
${field('subject')}
${field('body')}
<div class="trap" aria-hidden="true"><label for="${TRAP_FIELD}">${say.trap}</label>
<input id="${TRAP_FIELD}" name="${TRAP_FIELD}" type="text" tabindex="-1" autocomplete="off"></div>
<button type="submit">${say.send}</button>
</form>`,
  });
}

interface Field {
  readonly say: Texts;
  readonly value: string;
  readonly fault: InputFault | undefined;
}

const KINDS: Readonly<Record<Exclude<RequestField, 'body'>, Markup>> = {
  name: markup`type="text" autocomplete="name" maxlength="${String(bounds.name)}"`,
  mail: markup`type="email" autocomplete="email" maxlength="254" required`,
  subject: markup`type="text" maxlength="${String(bounds.subject)}" required`,
};

function fieldOf(name: RequestField, { say, value, fault }: Field): Markup {
  const described = fault ? markup` aria-invalid="true" aria-describedby="${name}-fault"` : nothing;
  const optional = name === 'name' ? markup` <small>(${say.optional})</small>` : nothing;
  return markup`<label for="${name}">${say.fields[name]}${optional}</label>
${
  name === 'body'
    ? markup`<textarea id="body" name="body" rows="10" required${described}>
${value}</textarea>`
    : markup`<input id="${name}" name="${name}" ${KINDS[name]}${described} value="${value}">`
}
${fault ? markup`<span class="fault" id="${name}-fault">${say.fault(fault)}</span>` : nothing}`;
}
