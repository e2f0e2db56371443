/** Where progress is shown: a terminal, or whatever keeps what was written. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const TERMINAL_MS = 100;
const ELSEWHERE_MS = 5_000;

/** One line that says how far something is: renewed on a terminal, else written again every few seconds. */
export class ProgressLine {
  private shownAt = -Infinity;
  private open = false;

  constructor(
    private readonly screen: Screen = process.stderr,
    private readonly now: () => number = () => performance.now(),
  ) {}

  show(text: () => string): void {
    const { isTTY } = this.screen;
    if (this.now() - this.shownAt < (isTTY ? TERMINAL_MS : ELSEWHERE_MS)) return;
    this.shownAt = this.now();
    // Back to the line's beginning, and away with what stands there (ECMA-48).
    this.screen.write(isTTY ? `\r\u001b[K${text()}` : `${text()}\n`);
    this.open = isTTY ?? false;
  }

  /** What comes next stands on a line of its own. */
  end(): void {
    if (this.open) this.screen.write('\r\u001b[K');
    this.open = false;
  }
}
