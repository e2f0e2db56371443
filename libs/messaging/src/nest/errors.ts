/** A reaction is declared in a way in which it would hear nothing, or not what it means. */
export class ReactionDeclarationError extends Error {
  override readonly name = 'ReactionDeclarationError';

  constructor(consumer: unknown, fault: string) {
    super(`The reaction ${JSON.stringify(consumer)} ${fault}.`);
  }
}
