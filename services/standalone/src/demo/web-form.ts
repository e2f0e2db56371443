import { eventually } from './eventually.ts';

export interface FormPost {
  /** `http://127.0.0.1:4000/forms/harbour` */
  readonly form: URL;
  readonly fields: Readonly<Record<string, string>>;
  /** Stands for the one that the page carries: the same page, posted again, makes no second ticket. */
  readonly token: string;
  readonly ending: AbortSignal;
}

/** Posts the form as a browser without script does, and waits on the answer page for the number. */
export async function postForm({ form, fields, token, ending }: FormPost): Promise<string> {
  const page = await eventually(
    'The form',
    async () => {
      const answer = await fetch(form);
      return answer.ok ? answer.text() : undefined;
    },
    ending,
  );
  const posted = await fetch(form, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...hiddenFields(page), ...fields, token }),
  });
  const location = posted.headers.get('location');
  if (posted.status !== 303 || !location) throw new Error(`The form answered ${posted.status}: ${await posted.text()}`);
  return eventually(
    'The number of the ticket',
    async () => {
      const answer = await fetch(new URL(location, form));
      return /LD-\d+/.exec(await answer.text())?.[0];
    },
    ending,
  );
}

const hiddenFields = (page: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
