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
  readonly startCursor!: Promise<string> | null;

  @Field(() => String, { nullable: true })
  readonly endCursor!: Promise<string> | null;
}

export interface Edge<Node> {
  readonly cursor: Promise<string>;
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
    const cursorOf = (node: Node) => this.cursorOf(node);
    return this.nodes.map((node) => ({
      node,
      get cursor() {
        return cursorOf(node);
      },
    }));
  }

  get pageInfo(): PageInfo {
    const { more, slice, nodes } = this.parts;
    const cursorAt = (at: number) => (nodes.length > 0 ? this.cursorOf(nodes.at(at)!) : null);
    return {
      hasNextPage: 'first' in slice ? more : slice.before !== undefined,
      hasPreviousPage: 'first' in slice ? slice.after !== undefined : more,
      get startCursor() {
        return cursorAt(0);
      },
      get endCursor() {
        return cursorAt(-1);
      },
    };
  }

  private cursorOf(node: Node): Promise<string> {
    return this.parts.cursors.cursorOf(this.parts.placeOf(node));
  }
}
