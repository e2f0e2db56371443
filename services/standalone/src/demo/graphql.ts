export interface Asking {
  /** `http://127.0.0.1:4000` */
  readonly address: string;
  readonly token: string;
}

interface Answered<Data> {
  readonly data?: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Calls the gateway as any front end does. @throws Error where the answer holds errors */
export async function graphql<Data>(asking: Asking, query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await post<Data>(asking, query, variables);
  if (errors || !data) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  return data;
}

/** Whether the gateway has heard whose token this is. */
export async function isKnown(asking: Asking): Promise<true | undefined> {
  const { errors } = await post(asking, '{ me { __typename } }', {});
  return errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED') ? undefined : true;
}

async function post<Data>({ address, token }: Asking, query: string, variables: object): Promise<Answered<Data>> {
  const response = await fetch(new URL('/graphql', address), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answered<Data>;
}
