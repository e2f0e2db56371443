import { setTimeout as sleep } from 'node:timers/promises';

export interface Written {
  readonly name: string;
  readonly mail: string;
  readonly subject: string;
  readonly body: string;
}

/** The page as a browser without script shows it, and what it sends along unseen. */
export async function openForm(
  form: URL,
): Promise<{ readonly page: string; readonly hidden: Readonly<Record<string, string>> }> {
  const page = await (await fetch(form)).text();
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return { page, hidden: Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])) };
}

/** Posts the form; answers the address of the page that tells what became of it. */
export async function sendForm(form: URL, hidden: Readonly<Record<string, string>>, written: Written): Promise<URL> {
  const answer = await fetch(form, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...hidden, ...written }),
  });
  const location = answer.headers.get('location');
  if (answer.status !== 303 || !location) throw new Error(`The form answered ${answer.status}: ${await answer.text()}`);
  return new URL(location, form);
}

/** The number that the page tells as soon as there is one. */
export async function numberOn(page: URL): Promise<string> {
  for (;;) {
    const number = /LD-\d+/.exec(await (await fetch(page)).text())?.[0];
    if (number) return number;
    await sleep(20);
  }
}
