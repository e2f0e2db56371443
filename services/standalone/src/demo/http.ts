/** Calls the gateway as any front end does. @throws Error where the answer holds errors */
export async function graphql<Data>(address: string, token: string, query: string, variables: object): Promise<Data> {
  const response = await fetch(new URL('/graphql', address), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  if (errors || !data) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  return data;
}
