/** The same is said again after so long. */
const AGAIN_MS = 30_000;
const MOST = 1_000;

/** What the log has been told of somebody: a cause that lasts is no news with each call that meets it. */
export class News {
  private readonly told = new Map<string, { readonly what: string; readonly at: number }>();

  isNew(about: string, what: string): boolean {
    const last = this.told.get(about);
    if (last?.what === what && performance.now() - last.at < AGAIN_MS) return false;
    if (this.told.size >= MOST) this.told.clear();
    this.told.set(about, { what, at: performance.now() });
    return true;
  }
}
