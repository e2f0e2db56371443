import { acceptedRanges } from '@ledgerdesk/platform';

/** Languages in which the gateway knows the names of what every tenant has. */
export type Language = 'en' | 'de';

/** The caller's language by `Accept-Language` (RFC 9110, 12.5.4), English where it is none of ours. */
export function languageOf(header: string | undefined): Language {
  const [best] = acceptedRanges(header)
    .map(({ range, weight }) => ({ language: range.split('-')[0], weight }))
    .filter(({ language, weight }) => weight > 0 && (language === 'en' || language === 'de'))
    .toSorted((a, b) => b.weight - a.weight);
  return best?.language === 'de' ? 'de' : 'en';
}
