import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/** How much a document asks for, with every fragment counted wherever it is spread. */
export interface OperationSize {
  /** Of fields within fields, or of values within values. */
  readonly depth: number;
  readonly aliases: number;
  readonly fields: number;
}

const NOTHING: OperationSize = { depth: 0, aliases: 0, fields: 0 };

/** The size of the largest operation of a document. */
export function operationSize(document: DocumentNode): OperationSize {
  const { definitions } = document;
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
  const sizes = new SelectionSizes(fragments);
  return definitions
    .flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? [sizes.of(node.selectionSet)] : []))
    .reduce(largest, { ...NOTHING, depth: valueDepth(document) });
}

/** How deep lists and objects lie in each other: whoever reads them reads recursively. */
function valueDepth(document: DocumentNode): number {
  let deepest = 0;
  let depth = 0;
  const value = {
    enter: (): void => void (deepest = Math.max(deepest, ++depth)),
    leave: (): void => void (depth -= 1),
  };
  visit(document, { ListValue: value, ObjectValue: value });
  return deepest;
}

class SelectionSizes {
  // Measured once however often it is spread; nothing while it is measured, as in a fragment that spreads itself.
  private readonly measured = new Map<string, OperationSize>();

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  of({ selections }: SelectionSetNode): OperationSize {
    return selections
      .map((selection) => {
        switch (selection.kind) {
          case Kind.FIELD: {
            const { depth, aliases, fields } = selection.selectionSet ? this.of(selection.selectionSet) : NOTHING;
            return { depth: depth + 1, aliases: aliases + (selection.alias ? 1 : 0), fields: fields + 1 };
          }
          case Kind.INLINE_FRAGMENT:
            return this.of(selection.selectionSet);
          case Kind.FRAGMENT_SPREAD:
            return this.ofFragment(selection.name.value);
        }
      })
      .reduce(together, NOTHING);
  }

  private ofFragment(name: string): OperationSize {
    const known = this.measured.get(name);
    if (known) return known;
    this.measured.set(name, NOTHING);
    const fragment = this.fragments.get(name);
    const size = fragment ? this.of(fragment.selectionSet) : NOTHING;
    this.measured.set(name, size);
    return size;
  }
}

const together = (a: OperationSize, b: OperationSize): OperationSize => ({
  depth: Math.max(a.depth, b.depth),
  aliases: a.aliases + b.aliases,
  fields: a.fields + b.fields,
});

const largest = (a: OperationSize, b: OperationSize): OperationSize => ({
  depth: Math.max(a.depth, b.depth),
  aliases: Math.max(a.aliases, b.aliases),
  fields: Math.max(a.fields, b.fields),
});
