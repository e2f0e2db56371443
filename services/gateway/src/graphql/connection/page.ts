import { Field, ObjectType } from '@nestjs/graphql';
import type { Cursors } from './cursor.ts';
import type { Slice } from './page-args.ts';

@ObjectType()
export class PageInfo {
  @Field(() => Boolean)
  readonly hasNextPage!: boolean;

  @Field(() => Boolean)
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  readonly startCursor!: string | null;

  @Field(() => String, { nullable: true })
  readonly endCursor!: string | null;
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** What a page is made of. */
export interface PageParts<Node, Place> {
  readonly nodes: readonly Node[];
  /** Whether the list goes on beyond the page, in the direction in which it is read. */
  readonly more: boolean;
  readonly slice: Slice<Place>;
  readonly cursors: Cursors<Place>;
  readonly placeOf: (node: Node) => Place;
}

/** A page of a list, as connections show it (GraphQL Cursor Connections); cursors are made where they are asked for. */
export class Page<Node, Place> {
  constructor(private readonly parts: PageParts<Node, Place>) {}

  get nodes(): readonly Node[] {
    return this.parts.nodes;
  }

  get edges(): readonly Edge<Node>[] {
    return this.nodes.map((node) => ({ node, cursor: this.cursorOf(node) }));
  }

  get pageInfo(): PageInfo {
    const { more, slice, nodes } = this.parts;
    const [start, end] = [nodes[0], nodes.at(-1)];
    return {
      hasNextPage: 'first' in slice ? more : slice.before !== undefined,
      hasPreviousPage: 'first' in slice ? slice.after !== undefined : more,
      startCursor: start === undefined ? null : this.cursorOf(start),
      endCursor: end === undefined ? null : this.cursorOf(end),
    };
  }

  private cursorOf(node: Node): string {
    return this.parts.cursors.cursorOf(this.parts.placeOf(node));
  }
}
