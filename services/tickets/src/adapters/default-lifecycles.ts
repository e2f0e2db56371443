import { defaultLifecycle } from '../domain/default-lifecycle.ts';
import type { Lifecycle } from '../domain/lifecycle.ts';
import type { Lifecycles } from '../ports/lifecycles.ts';

/** Every tenant has the lifecycle of those that have none of their own. */
export class DefaultLifecycles implements Lifecycles {
  of(): Lifecycle {
    return defaultLifecycle;
  }
}
