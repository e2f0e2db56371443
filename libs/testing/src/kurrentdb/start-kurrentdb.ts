import type { KurrentDbStandIn } from './kurrentdb-stand-in.ts';

export type { KurrentDbStandIn } from './kurrentdb-stand-in.ts';

/** Starts a stand-in of the spec's own; its protocol's many messages are loaded by those who need it alone. */
export async function startKurrentDbStandIn(): Promise<KurrentDbStandIn> {
  const { KurrentDbStandIn: StandIn } = await import('./kurrentdb-stand-in.ts');
  const standIn = new StandIn();
  await standIn.start();
  return standIn;
}
