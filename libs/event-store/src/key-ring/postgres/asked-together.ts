/** Answers many questions at once, by their names; one without an answer is absent. */
export type AnswerAll<Question, Answer> = (questions: readonly Question[]) => Promise<ReadonlyMap<string, Answer>>;

interface Asked<Question, Answer> {
  readonly question: Question;
  readonly answer: PromiseWithResolvers<Answer | undefined>;
}

/**
 * Asks together what is asked at the same time: whatever waits when the previous call returns goes as the next one, without
 * a timer. The same question is asked once.
 */
export class AskedTogether<Question, Answer> {
  private readonly waiting = new Map<string, Asked<Question, Answer>>();
  private asking = false;

  constructor(
    private readonly answerAll: AnswerAll<Question, Answer>,
    private readonly atOnce: number,
  ) {}

  /** The answer, undefined where there is none. */
  ask(name: string, question: Question): Promise<Answer | undefined> {
    const already = this.waiting.get(name);
    if (already) return already.answer.promise;
    const asked = { question, answer: Promise.withResolvers<Answer | undefined>() };
    this.waiting.set(name, asked);
    if (!this.asking) void this.askAll();
    return asked.answer.promise;
  }

  private async askAll(): Promise<void> {
    this.asking = true;
    // What is asked in the same turn of the event loop still comes along.
    await Promise.resolve();
    while (this.waiting.size > 0) await this.askSome();
    this.asking = false;
  }

  private async askSome(): Promise<void> {
    const some = [...this.waiting].slice(0, this.atOnce);
    for (const [name] of some) this.waiting.delete(name);
    try {
      const answers = await this.answerAll(some.map(([, { question }]) => question));
      for (const [name, { answer }] of some) answer.resolve(answers.get(name));
    } catch (error) {
      for (const [, { answer }] of some) answer.reject(error);
    }
  }
}
