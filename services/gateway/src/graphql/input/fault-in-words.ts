import type { InputFault } from '@ledgerdesk/contracts';
import type { InputRule } from './rule.ts';

/** A fault as a sentence, where no result can tell it by rule and bound. */
export function faultInWords(fault: InputFault, within: string): string {
  const words = Object.hasOwn(WORDS, fault.rule) ? WORDS[fault.rule as InputRule](fault) : 'cannot be taken';
  return `${[within, ...fault.path].join('.')} ${words}.`;
}

type Bounds = Readonly<Record<string, unknown>>;

const WORDS: Readonly<Record<InputRule, (bounds: Bounds) => string>> = {
  MUST_BE_TRUE: () => 'can be true or left out',
  NOT_AN_ID: ({ prefix }) => `holds what is not an id of the kind ${String(prefix)}_…`,
  NOT_OFFERED: () => 'is not one of the keys that can be chosen here',
  NOT_TEXT: () =>
    'holds what no text can: a control character other than a tab or line end, a noncharacter or half a surrogate pair',
  REQUIRED: () => 'must not be empty',
  TOO_LONG: ({ maxCharacters, maxBytes }) =>
    maxBytes === undefined
      ? `has at most ${String(maxCharacters)} characters`
      : `has at most ${String(maxBytes)} bytes`,
  TOO_MANY: ({ max }) => `has at most ${String(max)} entries`,
  TOO_SMALL: ({ min }) => `is at least ${String(min)}`,
};
