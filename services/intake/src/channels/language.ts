import { acceptedRanges } from '@ledgerdesk/platform';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** The language that a reader prefers among those offered; see RFC 9110, 12.5.4. */
export function languageFor(acceptLanguage: string | undefined): Language {
  const preferred = acceptedRanges(acceptLanguage)
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  for (const { range } of preferred) {
    const offered = languages.find((language) => range === language || range.startsWith(`${language}-`));
    if (offered) return offered;
  }
  return 'en';
}
