import { snippetsOf, strayed } from './snippets.ts';

const page = ['Text', '```ts a.ts', 'const a = 1;', '```', '```graphql', '{ me }', '```', ''].join('\n');

describe('A snippet in a page', () => {
  it('is a code block whose fence names a file', () => {
    expect(snippetsOf('tour.md', page)).toEqual([{ page: 'tour.md', file: 'a.ts', code: 'const a = 1;\n' }]);
  });

  it.each([
    ['stands in its file', 'let b;\nconst a = 1;\n', 0],
    ['does not: the code has moved on', 'const a = 2;\n', 1],
    ['names a file that is not there', undefined, 1],
  ])('%s', (_, text, count) => {
    expect(strayed(snippetsOf('tour.md', page), () => text)).toHaveLength(count);
  });
});
