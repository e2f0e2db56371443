import { UnavailableError } from '@ledgerdesk/event-store';
import type { ServiceRuntime } from '@ledgerdesk/platform';

/** A step of a process at which it can die: just before it is taken, or when it was taken and before anybody knows. */
export interface Step {
  readonly of: 'access' | 'ledger' | 'database';
  readonly when: 'before' | 'after';
  /** Text that the call carries, where several are alike. */
  readonly saying?: string;
}

/** A runtime whose process dies at a step: from then on nothing that it does reaches anybody. */
export class Dying {
  private dead = false;
  private died!: () => void;
  /** Resolves at the process's death. */
  readonly death = new Promise<void>((resolve) => (this.died = resolve));

  constructor(private readonly step: Step) {}

  /** What the process stands on, each way out of it watched. */
  of(runtime: ServiceRuntime): ServiceRuntime {
    const { rpc } = runtime;
    return {
      ...runtime,
      rpc: { ...rpc, client: (definition) => this.watched(rpc.client(definition), 'access', ['identifyPerson']) },
      eventStore: this.watched(runtime.eventStore, 'ledger', ['append']),
      database: this.watched(runtime.database, 'database', ['query']),
    };
  }

  private watched<Target extends object>(target: Target, of: Step['of'], names: readonly string[]): Target {
    return new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        const call = value.bind(target) as (...args: unknown[]) => unknown;
        return names.includes(String(name)) ? (...args: unknown[]) => this.pass(of, call, args) : call;
      },
    });
  }

  private async pass(of: Step['of'], call: (...args: unknown[]) => unknown, args: unknown[]): Promise<unknown> {
    if (this.dead) throw gone();
    const here = this.step.of === of && JSON.stringify(args[0]).includes(this.step.saying ?? '');
    if (here && this.step.when === 'before') this.die();
    const answer = await call(...args);
    if (here) this.die();
    return answer;
  }

  private die(): never {
    this.dead = true;
    this.died();
    throw gone();
  }
}

const gone = (): Error => new UnavailableError('The process is gone');
