import { EffectSender } from '@ledgerdesk/messaging';
import type { HeardService } from './hear.ts';
import type { BusyParts } from './liveness.ts';

/** Does the effects and timers of services, each as soon as it is due. Answers with what ends that: what has begun is finished. */
export function doEffects(
  services: readonly HeardService[],
  { parts }: { readonly parts?: BusyParts | undefined } = {},
): () => Promise<void> {
  const stopping = new AbortController();
  const running = services.flatMap(({ definition: { name, effects }, runtime }) => {
    if (!effects) return [];
    const { database, logger } = runtime;
    const sender = new EffectSender({ does: effects(runtime), database, logger });
    parts?.watch(() => [{ what: `the sender of ${name}'s effects has been at one look`, ...sender.health }]);
    return [sender.run(stopping.signal)];
  });
  return async () => {
    stopping.abort();
    await Promise.all(running);
  };
}
