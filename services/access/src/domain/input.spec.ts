import { newId } from '@ledgerdesk/kernel';
import * as rules from './input.ts';

describe('An input', () => {
  it('is answered with all its faults', () => {
    const faults = rules.faultsOf({
      personId: ['tnt_x', rules.idRule('psn')],
      name: ['', rules.nameRule],
      mail: ['ben', rules.mailRule],
      key: ['ok', rules.keyRule],
    });
    expect(faults).toEqual([
      { path: ['personId'], rule: 'NOT_AN_ID', prefix: 'psn' },
      { path: ['name'], rule: 'REQUIRED' },
      { path: ['mail'], rule: 'NOT_A_MAIL_ADDRESS' },
    ]);
  });

  it('may leave out what is optional', () => {
    expect(rules.optional(rules.mailRule)('')).toBeUndefined();
    expect(rules.optional(rules.mailRule)('ben')).toBeDefined();
  });

  it('takes ids of the right kind', () => {
    expect(rules.idRule('psn')(newId('psn'))).toBeUndefined();
    expect(rules.idRule('psn')(newId('tea'))).toBeDefined();
  });

  it.each(['a', 'acme', 'acme-2'])('takes %j as a key', (key) => {
    expect(rules.keyRule(key)).toBeUndefined();
  });

  it.each(['', 'Acme', '2acme', 'acme-', 'a b', 'a\n', 'ä', 'a'.repeat(41)])('does not take %j as a key', (key) => {
    expect(rules.keyRule(key)).toBeDefined();
  });

  it.each(['Ada Lovelace', '𝒜da', '王', 'می‌خواهم', 'Ada 👩‍💻', 'a'.repeat(200)])('takes %j as a name', (name) => {
    expect(rules.nameRule(name)).toBeUndefined();
  });

  it.each(['  ', '\u200b', 'A\u0000', 'A\u001b', 'A\ufffe', '\ud800', 'a'.repeat(201)])(
    'does not take %j as a name',
    (name) => {
      expect(rules.nameRule(name)).toBeDefined();
    },
  );

  it.each([
    ['Ada\r\nBcc: x', 'Ada Bcc: x'],
    ['\ud800', '\ufffd'],
    ['a'.repeat(300), 'a'.repeat(200)],
    [' \u0000\u200b ', ''],
    ['\u202eAda\u001b', 'Ada'],
  ])('has a stranger’s name %j tidied', (name, tidy) => {
    expect(rules.tidyName(name)).toBe(tidy);
  });

  it.each(['de', 'de-CH', 'zh-Hant-TW'])('takes %j as a language', (language) => {
    expect(rules.languageRule(language)).toBeUndefined();
  });

  it.each(['', 'german', 'de_CH', 'd'])('does not take %j as a language', (language) => {
    expect(rules.languageRule(language)).toBeDefined();
  });

  it('says which of the roles is none', () => {
    expect(rules.roleFaults(['agent', 'boss', 'constructor'])).toEqual([
      { path: ['roles', '1'], rule: 'NOT_A_ROLE' },
      { path: ['roles', '2'], rule: 'NOT_A_ROLE' },
    ]);
  });

  it('takes what other systems name things by to the letter', () => {
    expect(rules.tokenRule('auth0|Ben 42')).toBeUndefined();
    expect([rules.tokenRule(''), rules.tokenRule('a\u0000'), rules.tokenRule('x'.repeat(256))]).not.toContain(
      undefined,
    );
  });
});
