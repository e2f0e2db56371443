import { AwaitedViews } from './awaited-views.ts';

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
};

describe('Views that somebody waits for', () => {
  let awaited: AwaitedViews;
  const stop = new AbortController();
  const heard = async (view: string): Promise<boolean> => {
    const over = new AbortController();
    const answer = Promise.race([
      awaited.is(view, AbortSignal.any([stop.signal, over.signal])).then(() => !over.signal.aborted),
      turns().then(() => false),
    ]);
    return answer.finally(() => over.abort());
  };

  beforeEach(() => (awaited = new AwaitedViews()));

  it('are those that were named, and no others', async () => {
    awaited.begin(['board', 'timeline']);
    expect(await heard('board')).toBe(true);
    expect(await heard('timeline')).toBe(true);
    expect(await heard('person')).toBe(false);
  });

  it('are so until the last who waits does no more', async () => {
    const [one, other] = [awaited.begin(['board']), awaited.begin(['board'])];
    one();
    expect(await heard('board')).toBe(true);
    other();
    expect(await heard('board')).toBe(false);
  });

  it('are heard of by whoever asked before', async () => {
    let told = false;
    void awaited.is('board', stop.signal).then(() => (told = true));
    awaited.begin(['person']);
    await turns();
    expect(told).toBe(false);
    awaited.begin(['board']);
    await turns();
    expect(told).toBe(true);
  });
});
