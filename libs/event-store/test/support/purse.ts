import { tickets } from '@ledgerdesk/contracts';
import {
  accept,
  reject,
  type Actor,
  type Aggregate,
  type Instant,
  type Outcome,
  type Personal,
  type TenantId,
} from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';
import type { CommandContext, Decide, EventCategory } from '@ledgerdesk/event-store';
import { firstVersion } from '@ledgerdesk/event-store';

/** A purse of coins: the smallest aggregate whose commands can be refused, whose order shows, and that has an owner. */
export type PurseEvent = PurseOpened | CoinsPut | CoinsTaken;

export interface PurseOpened {
  readonly type: 'PurseOpened';
  readonly personal: Personal<tickets.TicketHeldPersonal>;
}

export interface CoinsPut {
  readonly type: 'CoinsPut';
  readonly coins: number;
}

export interface CoinsTaken {
  readonly type: 'CoinsTaken';
  readonly coins: number;
  readonly personal: Personal<tickets.TicketHeldPersonal>;
}

export interface Purse {
  readonly open: boolean;
  readonly coins: number;
  readonly history: readonly string[];
}

export const purseAggregate: Aggregate<Purse, PurseEvent> = {
  initial: { open: false, coins: 0, history: [] },
  evolve: (purse, event, { occurredAt, revision }) => {
    const history = [...purse.history, `${revision} ${event.type} ${occurredAt}`];
    switch (event.type) {
      case 'PurseOpened':
        return { ...purse, history, open: true };
      case 'CoinsPut':
        if (!purse.open) throw new Error('Corrupt stream: coins in a purse that was not opened');
        return { ...purse, history, coins: purse.coins + event.coins };
      case 'CoinsTaken':
        return { ...purse, history, coins: purse.coins - event.coins };
    }
  },
};

export const purseCategory: EventCategory<Purse, PurseEvent> = {
  name: 'purse',
  aggregate: purseAggregate,
  versions: { PurseOpened: firstVersion, CoinsPut: firstVersion, CoinsTaken: firstVersion },
  personal: { PurseOpened: tickets.TicketHeldPersonal, CoinsTaken: tickets.TicketHeldPersonal },
};

export type PurseRefused =
  | { readonly code: 'PURSE_EXISTS' }
  | { readonly code: 'NO_PURSE' }
  | { readonly code: 'TOO_FEW_COINS'; readonly coins: number };

type Decision = Decide<Purse, PurseEvent, PurseRefused>;

export const OWNER = 'psn_01kakq0000e0080000000000a1';

export const openPurse =
  (reason = 'savings'): Decision =>
  (purse): Outcome<PurseEvent, PurseRefused> =>
    purse.open
      ? reject({ code: 'PURSE_EXISTS' })
      : accept({ type: 'PurseOpened', personal: { subject: OWNER, plain: { reason } } });

export const putCoins =
  (...piles: readonly [number, ...number[]]): Decision =>
  (purse) => {
    if (!purse.open) return reject({ code: 'NO_PURSE' });
    const [first, ...more] = piles.map((coins) => ({ type: 'CoinsPut', coins }) as const);
    return accept<PurseEvent>(first!, ...more);
  };

export const takeCoins =
  (coins: number, reason = 'spent'): Decision =>
  (purse) => {
    if (!purse.open) return reject({ code: 'NO_PURSE' });
    if (coins > purse.coins) return reject({ code: 'TOO_FEW_COINS', coins: purse.coins });
    return accept({ type: 'CoinsTaken', coins, personal: { subject: OWNER, plain: { reason } } });
  };

export const TENANT: TenantId = 'tnt_01kakq0000e0080000000000b1';
export const AGENT: Actor = { kind: 'person', id: 'psn_01kakq0000e0080000000000a2', via: 'graphql' };

/** The context of a command that nobody has sent before. */
export const aCommand = (differently: Partial<CommandContext> = {}): CommandContext => ({
  tenant: TENANT,
  commandId: randomUUID(),
  derived: false,
  correlationId: 'correlation-1',
  actor: AGENT,
  origin: 'live',
  occurredAt: '2026-03-02T09:00:00.000Z' as Instant,
  body: null,
  ...differently,
});
