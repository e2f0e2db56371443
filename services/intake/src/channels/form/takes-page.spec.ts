import { takesPage } from './takes-page.ts';

describe('A page', () => {
  it.each([
    undefined,
    '',
    '*/*',
    'text/*',
    'text/html',
    'TEXT/HTML',
    'text/html;q=0.1',
    'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8',
    'application/json, text/plain, */*',
    'application/json;q=0.5, text/html;q=0.5',
    'application/json;q=0, */*;q=0.1',
  ])('is the answer to whoever accepts %j', (accept) => {
    expect(takesPage(accept)).toBe(true);
  });

  it.each([
    'application/json',
    'application/problem+json',
    'text/html;q=0, application/json',
    'text/html; q=0.000, */*',
    'text/*;q=0, */*',
    '*/*;q=0',
    'application/json, text/html;q=0.9',
    'application/problem+json, */*;q=0.1',
    'text/html-fragment',
    'image/png',
  ])('is none to whoever accepts %j', (accept) => {
    expect(takesPage(accept)).toBe(false);
  });
});
