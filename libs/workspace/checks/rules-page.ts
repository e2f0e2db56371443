import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from '../launcher/run.ts';
import { heading } from './markdown.ts';

/** The rule book: titles of the specs of each service's decisions. */
export function rulesPage(): string {
  const files = globSync('services/*/src/domain/**/*.spec.ts', { cwd: root }).sort();
  const services = Map.groupBy(files, (file) => file.split(path.sep)[1]!);
  const sections = [...services].map(([service, specs]) => [`## ${service}`, ...specs.flatMap(rulesOf), ''].join('\n'));
  return [heading('Rules', 'the titles of `services/*/src/domain/**/*.spec.ts`'), ...sections].join('\n');
}

const rulesOf = (file: string): readonly string[] => rulesIn(readFileSync(path.join(root, file), 'utf8'));

/** The titles in the text of a spec file, as lines of the page. */
export function rulesIn(text: string): readonly string[] {
  const source = ts.createSourceFile('some.spec.ts', text, ts.ScriptTarget.Latest, true);
  const lines: string[] = [];
  const visit = (node: ts.Node, depth: number): void => {
    const block = ts.isCallExpression(node) ? blockOf(node) : undefined;
    if (block) lines.push(depth === 0 ? `\n### ${block.title}\n` : `${'  '.repeat(depth - 1)}- ${block.title}`);
    ts.forEachChild(node, (child) => visit(child, block?.kind === 'describe' ? depth + 1 : depth));
  };
  visit(source, 0);
  return lines;
}

/** A `describe` or `it` with its title; the parameters of a table are left open. */
function blockOf({ expression, arguments: [title] }: ts.CallExpression): { kind: string; title: string } | undefined {
  const [, kind] = /^(describe|it)(\.each\b|$)/.exec(expression.getText()) ?? [];
  if (!kind || !title) return undefined;
  if (!ts.isStringLiteralLike(title) && !ts.isTemplateExpression(title)) return undefined;
  const text = ts.isStringLiteralLike(title) ? title.text : title.getText().slice(1, -1);
  return { kind, title: text.replace(/%[a-z]|\$\{[^}]*\}|\$[a-z]\w*/gi, '…') };
}
