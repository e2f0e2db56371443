import { ConfigError, type ConfigFault } from './config-error.ts';

/** What each of several parts of a process reads of the environment, by its name. @throws ConfigError with the faults of all */
export function readTogether<Configs extends object>(readers: {
  readonly [Part in keyof Configs]: () => Configs[Part];
}): Configs {
  const faults: ConfigFault[] = [];
  const configs = Object.entries<() => unknown>(readers).map(([part, read]) => {
    try {
      return [part, read()];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      faults.push(...error.faults);
      return [part, undefined];
    }
  });
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.fromEntries(configs) as Configs;
}
