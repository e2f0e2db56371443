import { UnwritableEventError } from './errors.ts';

/** What is wrong, and where; the path is put together on the way out, so that what is right costs none. */
interface Fault {
  readonly reason: string;
  readonly path: readonly string[];
}

/** Refuses what JSON would drop or change in silence, so that what is folded now is what will be read. @throws UnwritableEventError */
export function assertWritable(value: unknown, path: readonly string[]): void {
  refuse(jsonFault(value), path);
}

/** Refuses text in a protobuf message that UTF-8 would replace in silence. @throws UnwritableEventError */
export function assertTexts(message: unknown, path: readonly string[]): void {
  refuse(textFaultWithin(message), path);
}

function refuse(fault: Fault | undefined, path: readonly string[]): void {
  if (fault) throw new UnwritableEventError([...path, ...fault.path], fault.reason);
}

function jsonFault(value: unknown): Fault | undefined {
  switch (typeof value) {
    case 'string':
      return textFault(value);
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : here(`JSON has no ${value}`);
    case 'object':
      return value === null ? undefined : objectFault(value);
    default:
      return here(`JSON has no ${typeof value}`);
  }
}

function objectFault(value: object): Fault | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) {
    return here(`JSON has no ${value.constructor.name}`);
  }
  return memberFault(value, (member, name) => textFault(name) ?? jsonFault(member));
}

function textFaultWithin(value: unknown): Fault | undefined {
  if (typeof value === 'string') return textFault(value);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
  return memberFault(value, textFaultWithin);
}

function memberFault(value: object, faultOf: (member: unknown, name: string) => Fault | undefined): Fault | undefined {
  for (const [name, member] of Object.entries(value)) {
    const fault = faultOf(member, name);
    if (fault) return { ...fault, path: [name, ...fault.path] };
  }
  return undefined;
}

/** PostgreSQL's text has no place for a NUL, and UTF-8 none for half a surrogate pair. */
function textFault(text: string): Fault | undefined {
  if (!text.isWellFormed()) return here('half a surrogate pair');
  return text.includes('\0') ? here('a NUL') : undefined;
}

const here = (reason: string): Fault => ({ reason, path: [] });
