import type { Demo } from '../demo/demo.ts';
import { demoDesk } from '../demo/desk.ts';
import type { DemoLogin } from '../demo/tokens.ts';
import type { Installation } from '../installation.ts';
import { history } from './history.ts';
import { operations } from './operations.ts';

export interface ClosingPage {
  /** `http://127.0.0.1:4000` */
  readonly address: string;
  readonly formAddress: string;
  readonly installation: Installation;
  readonly demo: Demo | undefined;
}

/** What a person reads when everything runs: what has happened, where it is, how one gets in. */
export function closingPage({ address, formAddress, installation, demo }: ClosingPage): string {
  const parts = [
    demo && history(demo.ticket),
    `Ledgerdesk is ready at ${address}`,
    table([...places({ address, formAddress, demo }), ...files(installation)]),
    demo && tokens(demo.logins),
    demo && operations({ address, logins: demo.logins }),
    'Ctrl-C ends it.',
  ];
  return `\n${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

type Line = readonly [name: string, value: string];

function places({ address, formAddress, demo }: Omit<ClosingPage, 'installation'>): readonly Line[] {
  const forms = demoDesk.map(({ key, name }): Line => [`Form of ${name}`, `${formAddress}/forms/${key}`]);
  return [['GraphiQL', `${address}/graphiql`], ...(demo ? forms : [])];
}

function files({ folder, masterKeys }: Installation): readonly Line[] {
  const kept: Line = ['Data', folder.path];
  if (masterKeys.file === undefined) return [kept];
  return [
    kept,
    ['Master key', `${masterKeys.file}: without it nobody reads personal data again; keep a copy, apart from the data`],
  ];
}

/** For each role at each desk, somebody who has it. */
function tokens(logins: readonly DemoLogin[]): string {
  const desks = [...new Set(logins.map(({ desk }) => desk))];
  const lines = desks.flatMap((desk) => {
    const there = logins.filter((one) => one.desk === desk);
    const firsts = there.filter(({ role }, at) => there.findIndex((one) => one.role === role) === at);
    const rows = firsts.map(({ login, role, token }): Line => [login, `${role.padEnd(14)}${token}`]);
    return [`  ${desk ?? 'Above all desks'}`, table(rows, 4)];
  });
  return ['Tokens, good for a day (authorization: Bearer …):', '', ...lines].join('\n');
}

function table(lines: readonly Line[], indent = 2): string {
  const widest = Math.max(0, ...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${' '.repeat(indent)}${name.padEnd(widest)}  ${value}`).join('\n');
}
