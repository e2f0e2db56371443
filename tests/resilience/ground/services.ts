import { descendantsOf } from '../../support/processes.ts';
import { signal } from './frozen.ts';
import type { RunningProgram } from './running-program.ts';

/** The processes of a service that there are now. */
export const pidsOf = (program: RunningProgram, service: string): readonly number[] =>
  descendantsOf(program.pid)
    .filter(({ command }) => command.includes(`/services/${service}/dist/main.js`))
    .map(({ pid }) => pid);

/** How a service ends that is ended so; one that has hardly begun does not listen yet. */
const ENDS = { SIGTERM: ['0', 'SIGTERM'], SIGKILL: ['SIGKILL'] } as const;

/** Asks a process of a service to end, or ends it; that it does then is no fault of its own. */
export function end(program: RunningProgram, service: string, pid: number, name: keyof typeof ENDS): void {
  const at = Date.now();
  if (signal(pid, name)) program.causes.add({ service, hows: ENDS[name], at });
}
