import { TenantQueue } from './tenant-queue.ts';

interface Item {
  readonly tenant: string;
  readonly n: number;
  readonly leastBytes: number;
}
const items = (tenant: string, count: number): Item[] =>
  Array.from({ length: count }, (_, n) => ({ tenant, n, leastBytes: 10 + n }));
const whatever = (): boolean => true;

describe('A queue by tenant', () => {
  let queue: TenantQueue<Item>;
  const push = (...all: readonly Item[]): void => all.forEach((item) => queue.push(item));
  function drain(fits: (item: Item) => boolean = whatever): readonly string[] {
    const taken: string[] = [];
    for (let item = queue.takeIf(fits); item; item = queue.takeIf(fits)) taken.push(`${item.tenant}${item.n}`);
    return taken;
  }

  beforeEach(() => (queue = new TenantQueue()));

  it('serves tenants in turn, each in its own order, however much one of them sent', () => {
    push(...items('a', 4), ...items('b', 2), ...items('c', 1));
    expect(drain()).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'a2', 'a3']);
  });

  it('serves who comes later in the same round', () => {
    push(...items('a', 3));
    queue.takeIf(whatever);
    push(...items('b', 1));
    expect(drain()).toEqual(['a1', 'b0', 'a2']);
  });

  it('gives a tenant that comes back no turn before the others', () => {
    push(...items('a', 1), ...items('b', 2));
    queue.takeIf(whatever);
    push({ tenant: 'a', n: 1, leastBytes: 1 });
    expect(drain()).toEqual(['b0', 'a1', 'b1']);
  });

  it('gives nothing where the next one does not fit, and keeps it the next', () => {
    push(...items('a', 1), ...items('b', 1));
    expect(queue.takeIf(({ tenant }) => tenant === 'b')).toBeUndefined();
    expect(queue.length).toBe(2);
    expect(drain()).toEqual(['a0', 'b0']);
  });

  it('takes out what matches wherever it stands, and leaves the rest in its order', () => {
    push(...items('a', 3), ...items('b', 1), ...items('c', 2));
    expect(queue.takeAll(({ n, tenant }) => n === 1 || tenant === 'b')).toHaveLength(3);
    expect(queue.length).toBe(3);
    expect(drain()).toEqual(['a0', 'c0', 'a2']);
  });

  it('knows how many wait, in all and of each tenant', () => {
    push(...items('a', 2), ...items('b', 1));
    const counts = (): number[] => ['a', 'b', 'c'].map((tenant) => queue.waitingOf(tenant).count);
    expect([queue.length, ...counts()]).toEqual([3, 2, 1, 0]);
    drain();
    expect([queue.length, ...counts()]).toEqual([0, 0, 0, 0]);
    expect(queue.takeIf(whatever)).toBeUndefined();
  });

  it('knows how many bytes wait, in all and of each tenant, however they leave', () => {
    const bytes = (): number[] => [queue.bytes, ...['a', 'b'].map((tenant) => queue.waitingOf(tenant).bytes)];
    push(...items('a', 3), ...items('b', 1));
    expect(bytes()).toEqual([43, 33, 10]);
    queue.takeIf(whatever);
    expect(bytes()).toEqual([33, 23, 10]);
    queue.takeAll(({ tenant, n }) => tenant === 'a' && n === 1);
    expect(bytes()).toEqual([22, 12, 10]);
    drain();
    expect(bytes()).toEqual([0, 0, 0]);
  });
});
