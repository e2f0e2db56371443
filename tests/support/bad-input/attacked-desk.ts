import { Caller } from '../caller.ts';
import { emptyDataFolder, type DataFolder } from '../data-folder.ts';
import { StandaloneProcess } from '../standalone-process.ts';
import { LedgerHead } from './ledger-head.ts';
import { offeredTo, type Offered } from './schema.ts';
import { codesOf, type RawAnswer } from './typed-answer.ts';

/** How many inputs each property tries. */
export const RUNS = Number(process.env.BAD_INPUT_RUNS ?? 40);

export const JSON_TYPE = { 'content-type': 'application/json' };

export type Sendable = string | Uint8Array<ArrayBuffer>;
type Headers = Readonly<Record<string, string>>;
type Send = Omit<RequestInit, 'headers'> & { readonly headers?: Headers };

/** A demo desk to which requests are sent as nobody means them well; as mira, where nothing else is said. */
export class AttackedDesk {
  private constructor(
    private readonly folder: DataFolder,
    private readonly process: StandaloneProcess,
    private readonly ledger: LedgerHead,
    /** What the gateway takes. */
    readonly offered: Offered,
  ) {}

  static async start(): Promise<AttackedDesk> {
    const folder = emptyDataFolder();
    const process = await StandaloneProcess.start({ data: folder.path });
    const offered = await offeredTo(Caller.of(process, 'mira'));
    return new AttackedDesk(folder, process, await LedgerHead.of(folder.path), offered);
  }

  /** Ends it; answers what was logged as broken meanwhile. */
  async stop(): Promise<readonly string[]> {
    await this.ledger.close();
    await this.process.interrupt();
    this.folder.remove();
    return this.process.printed.split('\n').filter((line) => line.includes('"level":50'));
  }

  get data(): string {
    return this.folder.path;
  }

  get address(): string {
    return this.process.address;
  }

  token(login: string): string {
    return this.process.token(login);
  }

  as(login: string): Caller {
    return Caller.of(this.process, login);
  }

  /** A ticket of the demo desk that somebody sees. */
  async ticketOf(login: string): Promise<string> {
    const query = '{ tickets(first: 1) { nodes { id } } }';
    const { tickets } = await this.as(login).ask<{ tickets: { nodes: { id: string }[] } }>(query);
    return tickets.nodes[0]!.id;
  }

  /** How many events there are. */
  events(): Promise<number> {
    return this.ledger.position();
  }

  async send(path: string, options: Send = {}): Promise<RawAnswer> {
    const answer = await fetch(new URL(path, this.address), options);
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
  }

  post(body: Sendable, headers: Headers = {}): Promise<RawAnswer> {
    const authorization = `Bearer ${this.token('mira')}`;
    return this.send('/graphql', { method: 'POST', body, headers: { authorization, ...JSON_TYPE, ...headers } });
  }

  operate(query: string, variables: object = {}, token = this.token('mira')): Promise<RawAnswer> {
    return this.post(JSON.stringify({ query, variables }), { authorization: `Bearer ${token}` });
  }

  mutate(mutation: string, input: unknown, token?: string): Promise<RawAnswer> {
    const type = this.offered.mutations.find(({ name }) => name === mutation)?.input;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename ... on Refusal { code } } }`;
    return this.operate(query, { input }, token);
  }

  /** It is refused in one of these words, which programs know, and nothing of it is done. */
  async expectRefused(ask: () => Promise<RawAnswer>, ...codes: readonly string[]): Promise<void> {
    const before = await this.events();
    const answered = codesOf(await ask());
    expect(answered).not.toEqual([]);
    for (const code of answered) expect(codes).toContain(code);
    expect(await this.events()).toBe(before);
  }
}
