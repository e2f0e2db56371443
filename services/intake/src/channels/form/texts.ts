import type { InputFault } from '@ledgerdesk/contracts';
import type { RequestField } from '../../domain/request.ts';
import type { Language } from '../language.ts';

/** What the pages say. */
export interface Texts {
  readonly heading: (desk: string) => string;
  readonly intro: string;
  readonly fields: Readonly<Record<RequestField, string>>;
  readonly optional: string;
  readonly trap: string;
  readonly send: string;
  readonly faultsHeading: string;
  readonly fault: (fault: InputFault) => string;
  readonly trapped: string;
  readonly later: string;
  readonly received: string;
  readonly receivedIntro: string;
  readonly opened: string;
  readonly number: string;
  readonly keepNumber: string;
  readonly refused: string;
  readonly refusedIntro: string;
  readonly notFound: string;
  readonly notFoundIntro: string;
  readonly unavailable: string;
  readonly unavailableIntro: string;
  readonly tooLarge: string;
  readonly tooLargeIntro: string;
  readonly notUnderstood: string;
  readonly notUnderstoodIntro: string;
  readonly broken: string;
  readonly brokenIntro: string;
}

const en: Texts = {
  heading: (desk) => `Write to ${desk}`,
  intro: 'Tell us what you need. You get a number by which you can ask about it.',
  fields: { name: 'Your name', mail: 'Your mail address', subject: 'Subject', body: 'What is it about?' },
  optional: 'optional',
  trap: 'Leave this field empty',
  send: 'Send',
  faultsHeading: 'This could not be sent yet.',
  fault: faultIn({
    REQUIRED: 'Please fill this in.',
    NOT_A_MAIL_ADDRESS: 'This is not a mail address.',
    TOO_LONG: 'This is too long.',
    NOT_TEXT: 'This holds characters that cannot be kept.',
  }),
  trapped: 'The last field must be left empty: it is there to catch programs.',
  later: 'This could not be taken just now. Nothing is lost: please send it again in a moment.',
  received: 'We have your request',
  receivedIntro: 'Your number is on its way. This page shows it as soon as it is there.',
  opened: 'We have your request',
  number: 'Your number',
  keepNumber: 'Please name it whenever you ask about your request.',
  refused: 'Your request could not be taken up',
  refusedIntro: 'We have kept it, but no ticket came of it. Please get in touch another way.',
  notFound: 'There is no such page',
  notFoundIntro: 'Please check the address.',
  unavailable: 'This page cannot be shown just now',
  unavailableIntro: 'Please try again in a moment.',
  tooLarge: 'This is too much to be sent',
  tooLargeIntro: 'Please go back in your browser, shorten what you have written, and send it again.',
  notUnderstood: 'This could not be taken',
  notUnderstoodIntro: 'What was sent did not come from our form as it should. Please open the form again.',
  broken: 'Something broke on our side',
  brokenIntro: 'We are told of it. Please try again later.',
};

const de: Texts = {
  heading: (desk) => `Anfrage an ${desk}`,
  intro: 'Schreiben Sie uns, worum es geht. Sie erhalten eine Nummer, unter der Sie nachfragen können.',
  fields: { name: 'Ihr Name', mail: 'Ihre E-Mail-Adresse', subject: 'Betreff', body: 'Worum geht es?' },
  optional: 'freiwillig',
  trap: 'Dieses Feld bitte leer lassen',
  send: 'Absenden',
  faultsHeading: 'Das konnte noch nicht gesendet werden.',
  fault: faultIn({
    REQUIRED: 'Bitte füllen Sie dieses Feld aus.',
    NOT_A_MAIL_ADDRESS: 'Das ist keine E-Mail-Adresse.',
    TOO_LONG: 'Das ist zu lang.',
    NOT_TEXT: 'Das enthält Zeichen, die nicht aufbewahrt werden können.',
  }),
  trapped: 'Das letzte Feld muss leer bleiben: Es soll Programme abfangen.',
  later: 'Das konnte gerade nicht angenommen werden. Nichts ist verloren: Bitte senden Sie es gleich noch einmal.',
  received: 'Ihre Anfrage ist eingegangen',
  receivedIntro: 'Ihre Nummer ist unterwegs. Diese Seite zeigt sie, sobald sie da ist.',
  opened: 'Ihre Anfrage ist eingegangen',
  number: 'Ihre Nummer',
  keepNumber: 'Bitte nennen Sie sie, wenn Sie zu Ihrer Anfrage etwas wissen möchten.',
  refused: 'Ihre Anfrage konnte nicht angenommen werden',
  refusedIntro:
    'Wir haben sie aufbewahrt, aber es wurde kein Ticket daraus. Bitte wenden Sie sich auf anderem Weg an uns.',
  notFound: 'Diese Seite gibt es nicht',
  notFoundIntro: 'Bitte prüfen Sie die Adresse.',
  unavailable: 'Diese Seite kann gerade nicht gezeigt werden',
  unavailableIntro: 'Bitte versuchen Sie es gleich noch einmal.',
  tooLarge: 'Das ist zu viel auf einmal',
  tooLargeIntro: 'Bitte gehen Sie im Browser zurück, kürzen Sie Ihren Text und senden Sie ihn noch einmal.',
  notUnderstood: 'Das konnte nicht angenommen werden',
  notUnderstoodIntro: 'Was gesendet wurde, kam nicht so von unserem Formular, wie es sollte. Bitte öffnen Sie es neu.',
  broken: 'Bei uns ist etwas schiefgegangen',
  brokenIntro: 'Wir erfahren davon. Bitte versuchen Sie es später noch einmal.',
};

type FaultTexts = Readonly<Record<'REQUIRED' | 'NOT_A_MAIL_ADDRESS' | 'TOO_LONG' | 'NOT_TEXT', string>>;

function faultIn(texts: FaultTexts) {
  return ({ rule, maxCharacters, maxBytes }: InputFault): string => {
    const text = Object.hasOwn(texts, rule) ? texts[rule as keyof FaultTexts] : rule;
    const bound = maxCharacters ?? maxBytes;
    return bound === undefined ? text : `${text} (≤ ${String(bound)}${maxBytes === undefined ? '' : ' bytes'})`;
  };
}

export const texts: Readonly<Record<Language, Texts>> = { en, de };
