/** Something that a caller accepts. */
export interface AcceptedRange {
  /** In lower case: `text/html`, `text/*`, `de-ch`. */
  readonly range: string;
  /** From 0, which says that it is not wanted, to 1. */
  readonly weight: number;
  /** Where it stands among the others. */
  readonly place: number;
}

const WEIGHT = /^\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/;

/** What a header such as `Accept` names with its weights (RFC 9110, 12.4.2); parameters beside the weight tell nothing. */
export function acceptedRanges(header: string | undefined): readonly AcceptedRange[] {
  return (header ?? '').split(',').flatMap((part, place) => {
    const [range = '', ...parameters] = part.toLowerCase().split(';');
    if (range.trim() === '') return [];
    const weight = parameters.map((parameter) => WEIGHT.exec(parameter)?.[1]).find(Boolean);
    return [{ range: range.trim(), weight: Number(weight ?? 1), place }];
  });
}

/**
 * How a media type is accepted: by the range that says most about it (RFC 9110, 12.5.1), and of several alike by the one
 * that wants it most; undefined where none is about it.
 */
export function acceptedAs(type: string, ranges: readonly AcceptedRange[]): AcceptedRange | undefined {
  return [type, type.replace(/\/.*/, '/*'), '*/*']
    .map((fitting) => ranges.filter(({ range }) => range === fitting).toSorted((a, b) => b.weight - a.weight)[0])
    .find(Boolean);
}
