import { rulesIn } from './rules-page.ts';

describe('The rule book', () => {
  it('is the titles of specs, each rule under its situation', () => {
    const spec = `
      describe('Reopening a ticket', () => {
        it('is refused once it was closed', () => undefined);
        describe('after the window', () => {
          it.each([1, 2])('takes %i as too late', () => undefined);
          it(\`counts \${days} days\`, () => undefined);
        });
      });`;
    expect(rulesIn(spec)).toEqual([
      '\n### Reopening a ticket\n',
      '- is refused once it was closed',
      '- after the window',
      '  - takes … as too late',
      '  - counts … days',
    ]);
  });

  it('has no place for code that only looks like a spec', () => {
    expect(rulesIn(`credit('ten'); submit('it'); it(title, () => undefined);`)).toEqual([]);
  });
});
