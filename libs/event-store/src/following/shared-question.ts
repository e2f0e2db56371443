/** A question that many ask, answered to each as of when he asked it or later. */
export class SharedQuestion<T> {
  private underWay: Promise<unknown> = Promise.resolve();
  private next: Promise<T> | undefined;

  constructor(private readonly ask: () => Promise<T>) {}

  /** Who asks while it is under way shares the next one, for the answer on its way may be old. */
  answer(): Promise<T> {
    return (this.next ??= this.underWay.then(() => {
      this.next = undefined;
      const asked = this.ask();
      this.underWay = asked.catch(() => undefined);
      return asked;
    }));
  }
}
