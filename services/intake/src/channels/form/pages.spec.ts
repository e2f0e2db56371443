import { problem } from '@ledgerdesk/platform';
import { createHash } from 'node:crypto';
import { answerPage } from './answer-page.ts';
import { blank, formPage, type FormPage } from './form-page.ts';
import { PAGE_HEADERS } from './page.ts';
import { notFoundPage, problemPage } from './problem-page.ts';

const form = (change: Partial<FormPage> = {}): string =>
  formPage({ language: 'en', desk: 'Acme', token: 'a-token', typed: blank, faults: [], ...change });

describe('The form', () => {
  it('names every field by a label', () => {
    const page = form();
    const ids = [...page.matchAll(/<(?:input|textarea) id="([a-z]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(['name', 'mail', 'subject', 'body', 'website']);
    for (const id of ids) expect(page).toContain(`<label for="${id}">`);
  });

  it('is written in the language of its reader', () => {
    expect(form()).toContain('<html lang="en">');
    expect(form({ language: 'de' })).toContain('Worum geht es?');
  });

  it('keeps what was typed, and says at the field what is wrong with it', () => {
    const typed = { name: 'Carla', mail: 'carla', subject: '', body: 'a\nb' };
    const page = form({ typed, faults: [{ path: ['mail'], rule: 'NOT_A_MAIL_ADDRESS' }] });
    expect(page).toContain('value="Carla"');
    expect(page).toMatch(/<textarea[^>]*>\na\nb<\/textarea>/);
    expect(page).toMatch(/<input id="mail"[^>]*aria-invalid="true" aria-describedby="mail-fault"[^>]*value="carla">/);
    expect(page).toContain('<span class="fault" id="mail-fault">This is not a mail address.</span>');
    expect(page).toContain('role="alert"');
  });

  it('takes nothing that was typed, nor the name of the desk, for markup', () => {
    const evil = `"><script>alert('1')</script>&`;
    const page = form({
      desk: evil,
      token: evil,
      typed: { name: evil, mail: evil, subject: evil, body: `</textarea>${evil}` },
    });
    expect(page).not.toContain('<script');
    expect(page.match(/<\/textarea>/g)).toHaveLength(1);
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;');
  });

  it('loads nothing from anywhere, and its only style is the one it is allowed', () => {
    const page = form();
    const style = /<style>(.*)<\/style>/s.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(PAGE_HEADERS['content-security-policy']).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
    expect(page).not.toMatch(/https?:|<script|<link|<img|style="/);
  });
});

describe('The answer page', () => {
  it('asks again until the number is there', () => {
    expect(answerPage('en', { state: 'received' })).toContain('<meta http-equiv="refresh" content="1">');
  });

  it('shows the number, and rests', () => {
    const page = answerPage('de', { state: 'opened', ticketNumber: 'LD-7' });
    expect(page).toContain('<strong class="number">LD-7</strong>');
    expect(page).not.toContain('http-equiv');
  });

  it('says that no ticket came of it, and rests', () => {
    const page = answerPage('en', { state: 'refused' });
    expect(page).toContain('could not be taken up');
    expect(page).not.toContain('http-equiv');
  });

  it('is not there for what is not there', () => {
    expect(notFoundPage('de')).toContain('Diese Seite gibt es nicht');
  });
});

describe('The page for what cannot be shown', () => {
  const shown = (code: Parameters<typeof problem>[0]) =>
    problemPage({ language: 'en', problem: problem(code, '<script>'), correlationId: 'a-correlation' });

  it('asks for patience where the same may succeed later', () => {
    expect(shown('UNAVAILABLE')).toContain('try again in a moment');
    expect(shown('BUSY')).toContain('try again in a moment');
  });

  it('names where to look in the log, and nothing of the inside', () => {
    for (const code of ['INTERNAL', 'MALFORMED_REQUEST', 'UNSUPPORTED_MEDIA_TYPE'] as const) {
      expect(shown(code)).toContain('a-correlation');
      expect(shown(code)).not.toContain('<script>');
    }
    expect(shown('INTERNAL')).not.toEqual(shown('MALFORMED_REQUEST'));
  });

  it('is that of what is not there where nothing is', () => {
    expect(shown('NOT_FOUND')).toBe(notFoundPage('en'));
  });
});
