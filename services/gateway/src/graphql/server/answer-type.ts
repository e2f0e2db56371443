/** What answers can be written as (GraphQL over HTTP), the usual one first. */
const TYPES = ['application/json', 'application/graphql-response+json'] as const;
export type AnswerType = (typeof TYPES)[number];

interface Range {
  readonly range: string;
  readonly quality: number;
}

/** The type in which a caller wants the answer by `Accept` (RFC 9110, 12.5.1); undefined where there is none. */
export function answerType(accept: string | undefined): AnswerType | undefined {
  const ranges = (accept ?? '').split(',').flatMap(rangeOf);
  if (ranges.length === 0) return TYPES[0];
  const [best] = TYPES.map((type) => ({ type, ...wishFor(type, ranges) }))
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality || a.place - b.place);
  return best?.type;
}

/** How much a type is wished, by the range that says most about it, and where that range stands. */
function wishFor(type: AnswerType, ranges: readonly Range[]): { readonly quality: number; readonly place: number } {
  for (const fitting of [type, 'application/*', '*/*']) {
    const place = ranges.findIndex(({ range }) => range === fitting);
    if (place >= 0) return { quality: ranges[place]!.quality, place };
  }
  return { quality: 0, place: -1 };
}

function rangeOf(part: string): readonly Range[] {
  const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
  if (range === '') return [];
  const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1]).find(Boolean);
  return [{ range: range.trim(), quality: Number(quality ?? 1) }];
}
