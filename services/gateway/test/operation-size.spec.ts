import { parse } from 'graphql';
import { operationSize } from '../src/graphql/limits/operation-size.ts';

const size = (document: string) => operationSize(parse(document));

describe('The size of an operation', () => {
  it('counts levels, aliases and fields', () => {
    expect(size('{ a { b { c } d } e: f }')).toEqual({ depth: 3, aliases: 1, fields: 5 });
  });

  it('counts a fragment wherever it is spread', () => {
    expect(size('{ a { ...F } b { ... on B { ...F } } } fragment F on T { x: c { d } }')).toEqual({
      depth: 3,
      aliases: 2,
      fields: 6,
    });
  });

  it('is told at once for fragments that multiply each other', () => {
    const levels = Array.from({ length: 40 }, (_, n) => `fragment F${n} on T { ...F${n + 1} ...F${n + 1} }`);
    const { fields } = size(`{ a { ...F0 } } ${levels.join(' ')} fragment F40 on T { x }`);
    expect(fields).toBe(2 ** 40 + 1);
  });

  it('ends for a fragment that spreads itself', () => {
    expect(size('{ ...F } fragment F on T { a { ...F } }').depth).toBe(1);
  });

  it('is that of the largest of several operations', () => {
    expect(size('query A { a } query B { a { b } }').depth).toBe(2);
  });

  it('counts lists and objects within each other as levels too: whoever reads them reads recursively', () => {
    expect(operationSize(parse('{ a(in: [[{ b: [1] }], [2]]) }')).depth).toBe(4);
  });
});
