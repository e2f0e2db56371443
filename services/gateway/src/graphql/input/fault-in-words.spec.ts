import { proseFault } from '@ledgerdesk/contracts';
import { InputRules } from '../refusal/invalid-input.type.ts';
import { TicketFilter } from '../ticket/ticket-filter.input.ts';
import { faultInWords } from './fault-in-words.ts';
import { inputFaults } from './input-faults.ts';

describe('A fault that is told in words', () => {
  const told = (filter: object) => inputFaults(TicketFilter, filter).map((fault) => faultInWords(fault, 'filter'));

  it('names the place and the bound', () => {
    expect(told({ assigneeIds: Array.from({ length: 9_000 }, () => 'psn_x') })).toEqual([
      'filter.assigneeIds has at most 100 entries.',
    ]);
    expect(told({ teamIds: ['x'] })).toEqual(['filter.teamIds holds what is not an id of the kind tea_….']);
  });

  const bounds = { prefix: 'psn', min: 1, max: 2, maxCharacters: 3 };
  it.each(Object.keys(InputRules))('never says a rule by its name: %s', (rule) => {
    const words = faultInWords({ ...bounds, path: ['texts', '0'], rule }, 'input');
    expect(words).toMatch(/^input\.texts\.0 [a-z][^]*\.$/);
    expect(words).not.toMatch(/[A-Z]+_[A-Z]+|OTHER|undefined/);
  });

  it.each([
    ['a control character', '\u0007'],
    ['a control character', '\u009b'],
    ['a noncharacter', '\ufdd0'],
    ['half a surrogate pair', '\ude42'],
  ])('names all that is no text: %s', (name, text) => {
    const fault = proseFault(text, { required: true });
    expect(fault).toEqual({ rule: 'NOT_TEXT' });
    expect(faultInWords({ path: ['subject'], ...fault! }, 'input')).toContain(name);
  });

  it('counts in bytes what is bounded in bytes', () => {
    expect(faultInWords({ path: ['content'], rule: 'TOO_LONG', maxBytes: 40_000 }, 'body')).toBe(
      'body.content has at most 40000 bytes.',
    );
  });
});
