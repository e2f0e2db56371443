import { acceptedAs, acceptedRanges } from './accepted-ranges.ts';

describe('What a caller accepts', () => {
  it('is what the header names, each with its weight, 1 where it has none', () => {
    expect(acceptedRanges('Text/HTML, application/json;v=1;q=0.5 ,*/*; q=0')).toEqual([
      { range: 'text/html', weight: 1, place: 0 },
      { range: 'application/json', weight: 0.5, place: 1 },
      { range: '*/*', weight: 0, place: 2 },
    ]);
  });

  it.each([
    ['q=0', 0],
    ['q=0.', 0],
    ['q=0.25', 0.25],
    ['q=1.000', 1],
    ['Q=0', 0],
    // What is no weight is passed over.
    ['q=2', 1],
    ['q=1.5', 1],
    ['q=-1', 1],
    ['q=0.1234', 1],
    ['q=x', 1],
    ['q', 1],
  ])('is weighed by %s: %d', (parameter, weight) => {
    expect(acceptedRanges(`de;${parameter}`)).toMatchObject([{ weight }]);
  });

  it.each([undefined, '', ' , ,', ';q=1,;'])('is nothing by %j', (header) => {
    expect(acceptedRanges(header)).toEqual([]);
  });

  it.each([
    ['text/html;q=0.1, text/*;q=0.2, */*;q=0.3', 0.1],
    ['*/*;q=0.3, text/*;q=0.2', 0.2],
    ['*/*;q=0.3', 0.3],
    ['text/html;q=0, */*', 0],
    ['text/html;level=1;q=0, text/html;q=0.7', 0.7],
    ['text/plain, application/*', undefined],
  ])('is told of a type by the range that says most about it: %s', (header, weight) => {
    expect(acceptedAs('text/html', acceptedRanges(header))?.weight).toBe(weight);
  });
});
