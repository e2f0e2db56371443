import { BaseRpcContext } from '@nestjs/microservices';
import type { ClientBase } from 'pg';

/** What a reaction knows beside its event: `@Ctx()`. */
export class ReactionContext extends BaseRpcContext<readonly [consumer: string, transaction: ClientBase | undefined]> {
  get consumer(): string {
    return this.args[0];
  }

  /** The transaction that moves the checkpoint: what is written by it is written once. @throws where the reaction was declared without */
  get transaction(): ClientBase {
    const [consumer, transaction] = this.args;
    if (!transaction) throw new Error(`The reaction ${consumer} is not declared within a transaction`);
    return transaction;
  }
}
