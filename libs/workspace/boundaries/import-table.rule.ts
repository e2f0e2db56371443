import type { Rule } from 'eslint';
import { posix, relative, sep } from 'node:path';
import { misplaced, refusedImport } from './import-table.ts';

interface Literal {
  readonly type: string;
  readonly value?: unknown;
}

/** Refuses each import that the import table does not allow, and each file in a place that it does not know. */
export const importTableRule: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join(posix.sep);
    const judge = (node: Rule.Node, source: Literal | null | undefined): void => {
      const message = typeof source?.value === 'string' ? refusedImport(file, source.value) : undefined;
      if (message) context.report({ node, message });
    };
    const judgeSource = (node: Rule.Node): void => judge(node, (node as unknown as { source?: Literal }).source);
    return {
      Program(node) {
        const message = misplaced(file);
        if (message) context.report({ node, message });
      },
      ImportDeclaration: judgeSource,
      ExportNamedDeclaration: judgeSource,
      ExportAllDeclaration: judgeSource,
      ImportExpression: judgeSource,
      TSImportType: judgeSource,
      "CallExpression[callee.name='require']": (node: Rule.Node) =>
        judge(node, (node as unknown as { arguments: Literal[] }).arguments[0]),
    };
  },
};
