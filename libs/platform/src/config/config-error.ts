/** What is wrong with one variable of the environment; never its value, which may be a secret. */
export interface ConfigFault {
  /** Absent where the fault lies in how variables go together. */
  readonly variable?: string;
  readonly problem: string;
  readonly description?: string;
}

/** The environment does not configure the service: every fault at once, so that one round of mending does. */
export class ConfigError extends Error {
  readonly code = 'CONFIG';
  override readonly name = 'ConfigError';
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    super(['The configuration has faults:', ...faults.map(lineOf)].join('\n  '));
    this.faults = faults;
  }
}

function lineOf({ variable, problem, description }: ConfigFault): string {
  const fault = variable ? `${variable}: ${problem}` : problem;
  return description ? `${fault} (${description})` : fault;
}
