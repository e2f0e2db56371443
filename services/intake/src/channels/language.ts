export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** The language that a reader prefers among those offered; see RFC 9110, 12.5.4. */
export function languageFor(acceptLanguage: string | undefined): Language {
  const preferred = (acceptLanguage ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
      return { tag, weight: Number.isFinite(weight) ? weight : 0 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of preferred) {
    const offered = languages.find((language) => tag === language || tag.startsWith(`${language}-`));
    if (offered) return offered;
  }
  return 'en';
}
