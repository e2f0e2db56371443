import { SharedQuestion } from './shared-question.ts';

describe('A question that many share', () => {
  let asked: number;
  let answers: PromiseWithResolvers<number>[];
  let question: SharedQuestion<number>;

  beforeEach(() => {
    asked = 0;
    answers = [];
    question = new SharedQuestion(() => {
      asked += 1;
      const answer = Promise.withResolvers<number>();
      answers.push(answer);
      return answer.promise;
    });
  });
  const turn = () => new Promise(setImmediate);

  it('is asked once for all who come before it is asked', async () => {
    const all = [question.answer(), question.answer(), question.answer()];
    await turn();
    answers[0]!.resolve(1);
    expect(await Promise.all(all)).toEqual([1, 1, 1]);
    expect(asked).toBe(1);
  });

  it('is asked anew for all who come while an answer is on its way, which may be old', async () => {
    const first = question.answer();
    await turn();
    const later = [question.answer(), question.answer()];
    answers[0]!.resolve(1);
    expect(await first).toBe(1);
    await turn();
    answers[1]!.resolve(2);
    expect(await Promise.all(later)).toEqual([2, 2]);
    expect(asked).toBe(2);
  });

  it('is asked again after it has failed', async () => {
    const first = question.answer();
    await turn();
    answers[0]!.reject(new Error('away'));
    await expect(first).rejects.toThrow('away');
    const second = question.answer();
    await turn();
    answers[1]!.resolve(2);
    expect(await second).toBe(2);
  });
});
