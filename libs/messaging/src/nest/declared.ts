import { topics, type Topic } from '@ledgerdesk/contracts';
import { ReactionDeclarationError } from './errors.ts';
import type { Heard } from './on-event.ts';

/** A reaction as its decorator declares it. */
export interface Declared extends Heard {
  readonly consumer: string;
  /** Whose reaction it is: the first part of its name. */
  readonly service: string;
}

/** Reads what Nest knows of a handler. @throws ReactionDeclarationError */
export function declared(
  pattern: unknown,
  isEvent: boolean,
  { topic, message, within }: Partial<Heard> = {},
): Declared {
  const refuse = (fault: string): never => {
    throw new ReactionDeclarationError(pattern, fault);
  };
  if (!isEvent) return refuse('answers requests, and a feed brings none');
  if (topic === undefined || message === undefined) return refuse('does not say what it hears: declare it by @OnEvent');
  const [, service] = /^([a-z-]+)\.[a-z-]+$/.exec(String(pattern)) ?? [];
  if (!service) return refuse('is not named <service>.<reaction>');
  if (!Object.hasOwn(topics, topic)) return refuse(`hears the topic "${topic}", which there is not`);
  if (!isSaid(topic, message)) return refuse(`hears "${message}", which no event of the topic ${topic} says`);
  return { consumer: String(pattern), service, topic, message, within };
}

/** The generated code passes over what it does not know. */
const isSaid = (topic: Topic, $case: string): boolean =>
  (topics[topic].message.fromPartial as (of: unknown) => { message?: object })({ message: { $case, value: {} } })
    .message !== undefined;
