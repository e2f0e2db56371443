import { DemoCommands } from './commands.ts';
import { demoDesk } from './desk.ts';
import { firstTicket, type FirstTicket } from './first-ticket.ts';
import { seedDemoDesk } from './seed.ts';
import type { Stage } from './stage.ts';
import { demoTokens, type DemoLogin } from './tokens.ts';

/** What there is to be shown: who is there, and what has just happened. */
export interface Demo {
  readonly logins: readonly DemoLogin[];
  readonly ticket: FirstTicket;
}

/** Brings a small desk to life, if tokens for it can be made here: where logins are somebody else's, there is none. */
export async function showDemo(stage: Stage, ending: AbortSignal): Promise<Demo | undefined> {
  const { address, formAddress, rpc, people, ownIssuer, loginIssuer } = stage;
  const [tenant] = demoDesk;
  if (!ownIssuer || !tenant) return undefined;
  await seedDemoDesk(new DemoCommands({ rpc, issuer: people, ending }), loginIssuer);
  const tokens = await demoTokens(ownIssuer);
  const tokenOf = (login: string): string => tokens.find((one) => one.login === login)?.token ?? '';
  return { logins: tokens, ticket: await firstTicket({ address, formAddress, tenant, tokenOf, ending }) };
}
