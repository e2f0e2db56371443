export interface GraphqlAnswer<Data> {
  readonly status: number;
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** One operation over HTTP, as a front end sends it; a failure to reach the gateway is thrown as `fetch` throws it. */
export async function postGraphql<Data>(
  address: string,
  token: string | undefined,
  operation: {
    readonly query: string;
    readonly variables?: object;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Promise<GraphqlAnswer<Data>> {
  const response = await fetch(new URL('/graphql', address), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
      ...operation.headers,
    },
    body: JSON.stringify({ query: operation.query, variables: operation.variables }),
    signal: AbortSignal.timeout(60_000),
  });
  return { status: response.status, ...((await response.json()) as object) };
}
