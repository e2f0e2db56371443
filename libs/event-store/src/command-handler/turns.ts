import { BusyError } from '../port/errors.ts';

interface Queue {
  tail: Promise<unknown>;
  length: number;
}

/** Lets works of one name run one after the other, in the order of their coming; those of other names run beside them. */
export class Turns {
  private readonly queues = new Map<string, Queue>();

  /** `most` of one name are taken at a time. */
  constructor(private readonly most: number) {}

  /** @throws BusyError where too many wait already */
  async take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const queue = this.queues.get(name) ?? this.open(name);
    if (queue.length >= this.most) throw new BusyError(`${queue.length} commands wait for ${name} already.`);
    queue.length += 1;
    const turn = queue.tail.then(work);
    queue.tail = turn.then(
      () => this.leave(name, queue),
      () => this.leave(name, queue),
    );
    return turn;
  }

  /** How many names have works that are not done. */
  get size(): number {
    return this.queues.size;
  }

  private open(name: string): Queue {
    const queue: Queue = { tail: Promise.resolve(), length: 0 };
    this.queues.set(name, queue);
    return queue;
  }

  private leave(name: string, queue: Queue): void {
    queue.length -= 1;
    if (queue.length === 0) this.queues.delete(name);
  }
}
