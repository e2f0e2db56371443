import type { TenantId } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';
import type { CommandMemo } from '../../port/event-store.ts';
import type { KurrentConnection, StoredRecord } from '../protocol/wire.ts';
import { openEnvelope, type Envelope } from '../read/envelope.ts';
import { commandStream } from '../stream-names.ts';

/** An intention to store a command's events at a place: written before them, and true once they stand there. */
export interface Claim {
  readonly stream: string;
  readonly firstRevision: number;
  /** Hexadecimal; null for a derived id. */
  readonly digest: string | null;
  /** The call of `append` that wrote it. */
  readonly attempt: string;
}

/** What became of a claim. Only the undecided may still change. */
export type Fate =
  | { readonly kind: 'accepted'; readonly first: StoredRecord; readonly envelope: Envelope }
  /** Another command's event stands at its place. */
  | { readonly kind: 'lost' }
  /** Nothing stands there: its writer is on the way, or gone for ever. */
  | { readonly kind: 'undecided' };

const ALL = 2 ** 31 - 1;

/** The claims on one command, in their order. A later one was written when those before had lost, or for the same place. */
export class Claims {
  private readonly stream: string;
  private readonly commandId: string;

  constructor(
    private readonly connection: KurrentConnection,
    tenant: TenantId,
    commandId: string,
  ) {
    this.commandId = commandId.toLowerCase();
    this.stream = commandStream(tenant, commandId);
  }

  async all(): Promise<readonly Claim[]> {
    const records = await this.connection.readStream({ stream: this.stream, from: 'start', count: ALL });
    return records.map(({ data }) => JSON.parse(data) as Claim);
  }

  /** Writes the next one; a conflict says that somebody else did. */
  add(claim: Claim, before: number, timeoutMs: number): Promise<'stored' | 'conflict'> {
    const record = { id: randomUUID(), type: 'CommandClaimed', data: JSON.stringify(claim), metadata: '' };
    return this.connection.append(this.stream, before === 0 ? 'no stream' : before - 1, [record], timeoutMs);
  }

  /** Of the last one, and so of all: where an earlier one wants another place, it has lost it. */
  async fateOf({ stream, firstRevision }: Claim): Promise<Fate> {
    const [first] = await this.connection.readStream({ stream, from: firstRevision, count: 1 });
    if (!first) return { kind: 'undecided' };
    const { envelope } = openEnvelope(first);
    return envelope.command === this.commandId ? { kind: 'accepted', first, envelope } : { kind: 'lost' };
  }
}

/** Whether this memo is of the command that was claimed; of a derived id nothing is compared. */
export const isSameCommand = ({ digest: claimed }: Claim, { digest }: CommandMemo): boolean =>
  !digest || Buffer.from(digest).toString('hex') === claimed;
