import { GraphQLError, type ASTVisitor, type ValidationRule } from 'graphql';
import { OverLimitError } from './over-limit-error.ts';
import { operationSize, type OperationSize } from './operation-size.ts';

export type OperationLimits = OperationSize;

/** Refuses documents that are deeper or wider than any front end needs; judged once, since documents are remembered. */
export const operationLimits =
  (limits: OperationLimits): ValidationRule =>
  (context): ASTVisitor => ({
    Document(document) {
      const size = operationSize(document);
      for (const measure of ['depth', 'aliases', 'fields'] as const) {
        if (size[measure] <= limits[measure]) continue;
        const originalError = new OverLimitError(
          `The operation has ${size[measure]} ${WORDS[measure]}, ${limits[measure]} at most.`,
        );
        context.reportError(new GraphQLError(originalError.message, { originalError }));
      }
    },
  });

const WORDS = { depth: 'levels', aliases: 'aliases', fields: 'fields' };
