import { EffectSender } from '@ledgerdesk/messaging';
import type { HeardService } from './hear.ts';

/** Does the effects and timers of services, each as soon as it is due. Answers with what ends that: what has begun is finished. */
export function doEffects(services: readonly HeardService[]): () => Promise<void> {
  const stopping = new AbortController();
  const running = services.flatMap(({ definition: { effects }, runtime }) => {
    if (!effects) return [];
    const { database, logger } = runtime;
    return [new EffectSender({ does: effects(runtime), database, logger }).run(stopping.signal)];
  });
  return async () => {
    stopping.abort();
    await Promise.all(running);
  };
}
