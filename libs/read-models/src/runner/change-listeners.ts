import type { Logger } from 'pino';
import type { ViewChange } from '../port/views.ts';

type Listener = (change: ViewChange) => void;

/** Who wants to hear of changes after their commit, which stands whatever a listener makes of it. */
export class ChangeListeners {
  private readonly listeners = new Set<Listener>();

  constructor(private readonly logger: Pick<Logger, 'error'>) {}

  add(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  tell(changes: readonly ViewChange[]): void {
    for (const change of changes) {
      for (const listener of this.listeners) this.tellOne(listener, change);
    }
  }

  private tellOne(listener: Listener, change: ViewChange): void {
    try {
      listener(change);
    } catch (error) {
      this.logger.error({ error, view: change.view }, 'A listener to changes of a view failed');
    }
  }
}
