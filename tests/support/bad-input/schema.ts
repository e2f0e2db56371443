import type { Caller } from '../caller.ts';

/** A type as introspection tells it: wrapped in lists and non-nulls. */
export interface TypeRef {
  readonly kind: string;
  readonly name: string | null;
  readonly ofType: TypeRef | null;
}

export interface InputType {
  readonly kind: string;
  readonly name: string;
  readonly isOneOf: boolean | null;
  readonly inputFields: readonly { readonly name: string; readonly type: TypeRef }[] | null;
  readonly enumValues: readonly { readonly name: string }[] | null;
}

export interface Mutation {
  readonly name: string;
  readonly input: string;
}

/** What the gateway takes, as it says itself. */
export interface Offered {
  readonly types: ReadonlyMap<string, InputType>;
  readonly mutations: readonly Mutation[];
}

const REF = 'kind name ofType { kind name ofType { kind name ofType { kind name } } }';
const QUERY = `{ __schema {
  types { kind name isOneOf inputFields { name type { ${REF} } } enumValues { name } }
  mutationType { fields { name args { name type { ${REF} } } } }
} }`;

interface Introspected {
  readonly __schema: {
    readonly types: readonly InputType[];
    readonly mutationType: {
      readonly fields: readonly { readonly name: string; readonly args: readonly { readonly type: TypeRef }[] }[];
    };
  };
}

export async function offeredTo(caller: Caller): Promise<Offered> {
  const { __schema } = await caller.ask<Introspected>(QUERY);
  return {
    types: new Map(__schema.types.map((type) => [type.name, type])),
    mutations: __schema.mutationType.fields.map(({ name, args }) => ({ name, input: nameOf(args[0]?.type) })),
  };
}

const nameOf = (type: TypeRef | null | undefined): string => type?.name ?? (type ? nameOf(type.ofType) : '');
