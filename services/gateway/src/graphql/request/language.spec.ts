import { languageOf } from './language.ts';

describe('The language of an answer', () => {
  it.each([
    [undefined, 'en'],
    ['de', 'de'],
    ['de-CH,de;q=0.9,en;q=0.8', 'de'],
    ['en;q=0.8, de;q=0.9', 'de'],
    ['fr, en;q=0.5, de;q=0.4', 'en'],
    ['de;q=0, en', 'en'],
    ['fr-FR', 'en'],
    ['*', 'en'],
    [';;;q=,', 'en'],
  ])('for %j is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
