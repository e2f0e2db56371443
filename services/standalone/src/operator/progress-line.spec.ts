import { ProgressLine } from './progress-line.ts';

describe('A line of progress', () => {
  const shown = (isTTY: boolean): { line: ProgressLine; written: string[]; at: (ms: number) => void } => {
    let now = 0;
    const written: string[] = [];
    const line = new ProgressLine({ isTTY, write: (text: string) => written.push(text) }, () => now);
    return { line, written, at: (ms) => void (now = ms) };
  };

  it('is renewed on a terminal, not more often than an eye sees, and makes room for what comes next', () => {
    const { line, written, at } = shown(true);
    for (const ms of [0, 50, 100]) {
      at(ms);
      line.show(() => `${ms} %`);
    }
    line.end();
    expect(written).toEqual(['\r\u001b[K0 %', '\r\u001b[K100 %', '\r\u001b[K']);
  });

  it('is written every few seconds elsewhere, without moving any cursor', () => {
    const { line, written, at } = shown(false);
    for (const ms of [0, 4_999, 5_000]) {
      at(ms);
      line.show(() => `${ms}`);
    }
    line.end();
    expect(written).toEqual(['0\n', '5000\n']);
  });
});
