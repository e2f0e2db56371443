/** Languages in which the gateway knows the names of what every tenant has. */
export type Language = 'en' | 'de';

/** The caller's language by `Accept-Language` (RFC 9110, 12.5.4), English where it is none of ours. */
export function languageOf(header: string | undefined): Language {
  if (!header) return 'en';
  const wished = header.split(',').map((part) => {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1]).find(Boolean);
    return { language: range.split('-')[0], quality: Number(quality ?? 1) };
  });
  const [best] = wished
    .filter(({ language, quality }) => quality > 0 && (language === 'en' || language === 'de'))
    .toSorted((a, b) => b.quality - a.quality);
  return best?.language === 'de' ? 'de' : 'en';
}
