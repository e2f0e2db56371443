import { isThere } from '../commands.ts';
import { givenKurrentDb } from './kurrentdb.config.ts';
import type { KurrentDbStandIn } from './kurrentdb-stand-in.ts';

export type { KurrentDbStandIn } from './kurrentdb-stand-in.ts';

/** A KurrentDB for a spec, which writes to it. */
export interface TestKurrentDb {
  readonly url: string;
  stop(): Promise<void>;
}

/** What `startKurrentDb` starts on this machine. */
export function kurrentDbHere(): 'a server' | 'a server in a container' | 'the stand-in' {
  if (givenKurrentDb()) return 'a server';
  return isThere('docker', 'version') ? 'a server in a container' : 'the stand-in';
}

/** The KurrentDB at `KURRENTDB_URL`; else one in a container, where a Docker engine answers; else a stand-in of the spec's own. */
export async function startKurrentDb(): Promise<TestKurrentDb> {
  switch (kurrentDbHere()) {
    case 'a server':
      return { url: givenKurrentDb()!, stop: () => Promise.resolve() };
    case 'a server in a container':
      return (await import('./kurrentdb-container.ts')).startContainer();
    case 'the stand-in':
      return startKurrentDbStandIn();
  }
}

/** Starts a stand-in of the spec's own; its protocol's many messages are loaded by those who need it alone. */
export async function startKurrentDbStandIn(): Promise<KurrentDbStandIn> {
  const { KurrentDbStandIn: StandIn } = await import('./kurrentdb-stand-in.ts');
  const standIn = new StandIn();
  await standIn.start();
  return standIn;
}
