import type { CommandContext, CommandHandler, Handled } from '@ledgerdesk/event-store';
import { newId, type Outcome } from '@ledgerdesk/kernel';
import type { Claim, Claims, UniqueValue } from './claims.ts';

/** Something that is created together with a unique value. */
export interface Creation<State extends { readonly kind: string }, Event, Refused, Taken> {
  readonly handler: CommandHandler<State, Event>;
  readonly prefix: string;
  /** Empty where this service makes the id. */
  readonly id: string;
  readonly unique: UniqueValue;
  /** Whether an owner that exists is one that the claim was made for. */
  readonly holds: (state: State, claim: Claim) => boolean;
  readonly create: (id: string, claim: Claim | undefined) => (state: State) => Outcome<Event, Refused>;
  readonly taken: (owner: string) => Taken;
}

/**
 * Claims the value, then creates its owner. A crash between the two leaves a claim whose owner does not exist: the same
 * command, sent again, goes on there; another one creates the owner under the claimed id, unless it insists on its own.
 */
export async function createOwner<State extends { readonly kind: string }, Event, Refused, Taken>(
  claims: Claims,
  context: CommandContext,
  creation: Creation<State, Event, Refused, Taken>,
): Promise<Handled<State, Refused | Taken>> {
  const { handler, prefix, id, unique, create } = creation;
  const exists = id !== '' && (await handler.load(context.tenant, id)).state.kind !== 'none';
  // Nothing is claimed for who exists: this is the same command again, or it will be refused.
  if (exists) return handler.handle(id, context, create(id, undefined));

  const requested = id || newId(prefix);
  const claim = await settled(claims, {
    context,
    creation,
    requested,
    found: await claims.claim(context, unique, requested),
  });
  if (claim.owner === requested || claim.byThisCommand)
    return handler.handle(claim.owner, context, create(claim.owner, claim));

  const taken = { accepted: false, refusal: creation.taken(claim.owner) } as const;
  const { state } = await handler.load(context.tenant, claim.owner);
  if (state.kind !== 'none' || id !== '') return taken;
  const adopted = await handler.handle(claim.owner, context, create(claim.owner, claim));
  // Somebody else created the owner meanwhile.
  return adopted.accepted || !creation.holds((await handler.load(context.tenant, claim.owner)).state, claim)
    ? adopted
    : taken;
}

interface Found<State extends { readonly kind: string }, Event, Refused, Taken> {
  readonly context: CommandContext;
  readonly creation: Creation<State, Event, Refused, Taken>;
  readonly requested: string;
  readonly found: Claim;
}

/** The claim as it counts: one for an owner who came to be without it is taken over. */
async function settled<State extends { readonly kind: string }, Event, Refused, Taken>(
  claims: Claims,
  { context, creation, requested, found }: Found<State, Event, Refused, Taken>,
): Promise<Claim> {
  if (found.owner === requested) return found;
  const { state } = await creation.handler.load(context.tenant, found.owner);
  const orphan = state.kind !== 'none' && !creation.holds(state, found);
  return orphan ? claims.takeOver(context, found, requested) : found;
}
