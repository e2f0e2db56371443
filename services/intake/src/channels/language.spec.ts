import { languageFor } from './language.ts';

describe('The language of a page', () => {
  it.each([
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['fr, en;q=0.3, de;q=0.7', 'de'],
    ['EN-us', 'en'],
    ['de;q=0, en', 'en'],
    ['fr', 'en'],
    ['', 'en'],
    [undefined, 'en'],
    ['*;;q=,,', 'en'],
    ['den', 'en'],
  ])('for readers who prefer %s is %s', (accepted, language) => {
    expect(languageFor(accepted)).toBe(language);
  });
});
