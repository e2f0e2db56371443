import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const protos = path.resolve(import.meta.dirname, '../../proto');

/** The enums that a file's messages can hold, with those of what it imports. */
function enumsIn(file: string, read: (file: string) => string = textOf): readonly string[] {
  const text = read(file);
  const own = [...text.matchAll(/^\s*enum\s+(\w+)/gm)].map(([, name]) => `${file}: ${name}`);
  return [
    ...own,
    ...[...text.matchAll(/^import\s+"(ledgerdesk\/[^"]+)"/gm)].flatMap(([, from]) => enumsIn(from!, read)),
  ];
}

const textOf = (file: string): string => readFileSync(path.join(protos, file), 'utf8');

/**
 * What is from the future is noticed because it is missing when the message is written again (`readPayload`). An unknown number
 * of an enum is not: ts-proto keeps it, and protobuf writes it back, while proto-JSON turns it into UNRECOGNIZED. So sets
 * travel as text in events; whoever wants an enum there has first to make both formats notice its future values.
 */
describe('A public event', () => {
  const files = globSync('ledgerdesk/*/v1/events.proto', { cwd: protos });

  it('holds no enum, whose future values would be noticed in one format and not in the other', () => {
    expect(files.length).toBeGreaterThanOrEqual(3);
    expect(files.flatMap((file) => enumsIn(file))).toEqual([]);
  });

  it('would be caught with one, its own or imported', () => {
    const texts: Readonly<Record<string, string>> = {
      'a.proto': 'import "ledgerdesk/b.proto";\nmessage Opened {\n  enum Kind { KIND_UNSPECIFIED = 0; }\n}',
      'ledgerdesk/b.proto': 'enum Priority { PRIORITY_UNSPECIFIED = 0; }',
    };
    expect(enumsIn('a.proto', (file) => texts[file]!)).toEqual(['a.proto: Kind', 'ledgerdesk/b.proto: Priority']);
    expect(enumsIn('ledgerdesk/tickets/v1/requests.proto')).not.toEqual([]);
  });
});
