import {
  getArgumentValues,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';
import type { PageArgs } from '../connection/page-args.ts';

type Asking = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'schema' | 'variableValues'>;

/**
 * The arguments with which an operation asks for the timeline of the ticket that a field answers, where it asks once and
 * without conditions: then both can be read in one way.
 */
export function wishedTimeline({ fieldNodes, fragments, schema, variableValues }: Asking): PageArgs | undefined {
  const [node, ...others] = fieldNodes.flatMap(({ selectionSet }) => timelinesIn(selectionSet, fragments));
  const ticket = schema.getType('Ticket');
  const timeline = isObjectType(ticket) ? ticket.getFields()['timeline'] : undefined;
  if (!node || others.length > 0 || !timeline) return undefined;
  return getArgumentValues(timeline, node, variableValues);
}

function timelinesIn(set: SelectionSetNode | undefined, fragments: Asking['fragments']): readonly FieldNode[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.directives?.length) return [];
    switch (selection.kind) {
      case Kind.FIELD:
        return selection.name.value === 'timeline' ? [selection] : [];
      case Kind.INLINE_FRAGMENT:
        return timelinesIn(selection.selectionSet, fragments);
      case Kind.FRAGMENT_SPREAD:
        return timelinesIn(fragments[selection.name.value]?.selectionSet, fragments);
    }
  });
}
