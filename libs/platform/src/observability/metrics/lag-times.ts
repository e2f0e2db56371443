/** From when until when a source was seen to end there. */
interface Mark {
  readonly end: bigint;
  readonly firstAt: number;
  lastAt: number;
}

/** More are thinned out: the longer something lags, the less exactly for how long. */
const MARKS = 256;

/** Turns how much a consumer is behind into how long: it is as old as the last look at which the source held no more than was taken. */
export class LagTimes {
  private readonly marks = new Map<string, Mark[]>();

  /** Notes a look, and answers for how many seconds what has not been taken has waited at the most; `at` is in milliseconds. */
  note(key: string, { taken, end }: { readonly taken: bigint; readonly end: bigint }, at: number): number {
    let marks = this.marks.get(key) ?? [];
    const last = marks.at(-1);
    // Another ledger, or another generation of a topic.
    if (last && last.end > end) marks = [];
    if (marks.at(-1)?.end === end) marks.at(-1)!.lastAt = at;
    else marks.push({ end, firstAt: at, lastAt: at });
    while (marks.length > 1 && marks[1]!.end <= taken) marks.shift();
    if (marks.length > MARKS) marks = marks.filter((_, index) => index % 2 === 0 || index === marks.length - 1);
    this.marks.set(key, marks);
    if (end <= taken) return 0;
    const oldest = marks[0]!;
    return (at - (oldest.end <= taken ? oldest.lastAt : oldest.firstAt)) / 1000;
  }
}
