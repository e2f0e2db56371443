import type { TenantId } from '@ledgerdesk/kernel';
import { cursorOf } from '../../port/cursor.ts';
import type { Placement } from '../../port/event-store.ts';
import { parseStreamName } from '../../port/stream.ts';
import type { KurrentConnection } from '../protocol/wire.ts';
import type { LedgerReader } from '../read/ledger-reader.ts';
import { Claims, type Fate } from './claims.ts';

/** What appending and finding stand on. */
export interface LedgerParts {
  readonly connection: KurrentConnection;
  readonly reader: LedgerReader;
}

export type Accepted = Extract<Fate, { readonly kind: 'accepted' }>;

/** Where the events of an accepted command stand. The place is read and not taken from the append's answer, which may be that of a repeat. */
export async function placementOf({ connection, reader }: LedgerParts, accepted: Accepted): Promise<Placement> {
  const { first, envelope } = accepted;
  const { stream, revision: firstRevision } = first;
  const lastRevision = firstRevision + envelope.count - 1;
  const [epoch, [last]] = await Promise.all([
    reader.epoch(),
    lastRevision === firstRevision ? [first] : connection.readStream({ stream, from: lastRevision, count: 1 }),
  ]);
  const cursor = cursorOf({ epoch, position: last!.position });
  return { stream: parseStreamName(stream), firstRevision, lastRevision, cursor };
}

/** Where a command's events stand, with its digest; undefined where it was not accepted (yet). */
export async function foundCommand(
  parts: LedgerParts,
  tenant: TenantId,
  commandId: string,
): Promise<(Placement & { readonly digest?: Uint8Array }) | undefined> {
  const claims = new Claims(parts.connection, tenant, commandId);
  const all = await claims.all();
  const last = all.at(-1);
  const fate = last && (await claims.fateOf(last));
  if (fate?.kind !== 'accepted') return undefined;
  const { digest } = (all[fate.envelope.claim] ?? (await claims.all())[fate.envelope.claim])!;
  return { ...(await placementOf(parts, fate)), ...(digest !== null && { digest: Buffer.from(digest, 'hex') }) };
}
