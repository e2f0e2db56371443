import { randomUUID } from 'node:crypto';
import { postGraphql, type GraphqlAnswer } from './graphql-client.ts';
import type { StandaloneProcess } from './standalone-process.ts';

/** What a mutation answers: a success, or a refusal with its code. */
export interface CommandAnswer {
  readonly __typename: string;
  readonly code?: string;
  readonly ticketId?: string;
  readonly number?: string;
  readonly revision?: number;
}

type Errors = NonNullable<GraphqlAnswer<unknown>['errors']>;

/** The answer holds errors, or no data. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';

  constructor(
    query: string,
    readonly errors: Errors = [],
  ) {
    super(`${query}: ${JSON.stringify(errors)}`);
  }
}

/** Somebody with a token, for whom a front end calls. */
export class Caller {
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  static of(desk: StandaloneProcess, login: string): Caller {
    return new Caller(desk.address, desk.token(login));
  }

  /** @throws UnansweredError */
  async ask<Data>(
    query: string,
    variables: object = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Data> {
    return (await this.post<Data>(query, variables, headers)).data;
  }

  /** Sends a command, and answers with what makes its change visible to a query that names it. */
  async command(
    mutation: string,
    input: object,
  ): Promise<CommandAnswer & { readonly atLeast: Readonly<Record<string, string>> }> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) {
      __typename ... on TicketSuccess { ticketId revision ${mutation === 'openTicket' ? '... on OpenTicketSuccess { number }' : ''} } ... on Refusal { code }
    } }`;
    const variables = { input: { commandId: randomUUID(), ...input } };
    const { data, extensions } = await this.post<Record<string, CommandAnswer>>(query, variables);
    const { atLeast } = (extensions ?? {}) as { atLeast?: string };
    return { ...data[mutation]!, atLeast: atLeast === undefined ? {} : { 'ledgerdesk-at-least': atLeast } };
  }

  private async post<Data>(query: string, variables: object, headers?: Readonly<Record<string, string>>) {
    const { data, errors, extensions } = await postGraphql<Data>(this.address, this.token, {
      query,
      variables,
      ...(headers && { headers }),
    });
    if (errors || !data) throw new UnansweredError(query, errors);
    return { data, extensions };
  }
}
