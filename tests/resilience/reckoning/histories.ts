/** What was told of an aggregate: how many of its events, and a digest of their ids in their order. */
interface History {
  next: number;
  digest: number;
}

/** FNV-1a: the same ids in the same order, and by chance no others. */
function mixed(digest: number, id: string): number {
  let hash = digest;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

const MOST_FAULTS = 100;

/** What somebody was told of each aggregate, event by event: each must be the one that is due, from the first on. */
export class Histories {
  readonly faults: string[] = [];
  private readonly known = new Map<string, History>();

  /** `repeats`: whether what was told already may come again. */
  constructor(
    private readonly by: string,
    private readonly repeats: 'never' | 'allowed' = 'never',
  ) {}

  get aggregates(): number {
    return this.known.size;
  }

  /** `aggregate`: as its stream is called. */
  add(aggregate: string, sequence: number, id: string): void {
    const history = this.known.get(aggregate) ?? { next: 0, digest: 0x811c9dc5 };
    this.known.set(aggregate, history);
    if (sequence === history.next) {
      history.next += 1;
      history.digest = mixed(history.digest, id);
    } else if (sequence > history.next || this.repeats === 'never') {
      this.complain(`${this.by}: event ${sequence} of ${aggregate} came where ${history.next} was due`);
      history.next = Math.max(history.next, sequence + 1);
    }
  }

  /** In what this differs from all that there is of aggregates whose streams begin in one of these ways. */
  against(all: Histories, ...prefixes: readonly string[]): readonly string[] {
    const isMeant = (aggregate: string): boolean => prefixes.some((prefix) => aggregate.startsWith(prefix));
    const wanted = [...all.known].filter(([aggregate]) => isMeant(aggregate));
    const missing = wanted.flatMap(([aggregate, { next, digest }]) => {
      const told = this.known.get(aggregate);
      if (told?.next === next && told.digest === digest) return [];
      const what = told?.next === next ? 'other events' : `${told?.next ?? 0} of ${next} events`;
      return [`${this.by}: ${what} of ${aggregate}`];
    });
    const strange = [...this.known.keys()].filter((aggregate) => isMeant(aggregate) && !all.known.has(aggregate));
    return [...this.faults, ...missing, ...strange.map((aggregate) => `${this.by}: ${aggregate}, which is not there`)];
  }

  private complain(fault: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push(fault);
  }
}
