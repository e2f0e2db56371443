import { manyLines, oneLine, tickets } from '@ledgerdesk/contracts';
import type { Priority } from '../domain/priority.ts';
import { bodyFault, reasonFault, subjectFault, type Body } from '../domain/text.ts';
import type { Faults } from './faults.ts';

export function readSubject(subject: string, faults: Faults): string {
  const line = oneLine(subject);
  faults.note(['subject'], subjectFault(line));
  return line;
}

export function readBody(path: readonly string[], body: tickets.Body | undefined, faults: Faults): Body {
  const content = manyLines(body?.content ?? '');
  faults.note([...path, 'content'], bodyFault(content));
  return { format: readFormat([...path, 'format'], body?.format, faults), content };
}

export function readReason(path: readonly string[], reason: string, required: boolean, faults: Faults): string {
  const prose = manyLines(reason);
  faults.note(path, reasonFault(prose, { required }));
  return prose;
}

function readFormat(path: readonly string[], format: tickets.BodyFormat | undefined, faults: Faults): Body['format'] {
  switch (format) {
    case undefined:
    case tickets.BodyFormat.BODY_FORMAT_UNSPECIFIED:
    case tickets.BodyFormat.BODY_FORMAT_TEXT:
      return 'text';
    case tickets.BodyFormat.BODY_FORMAT_HTML:
      return 'html';
    default:
      faults.note(path, { rule: 'NOT_OFFERED' });
      return 'text';
  }
}

export function readPriority(priority: tickets.Priority, faults: Faults): Priority {
  switch (priority) {
    case tickets.Priority.PRIORITY_LOW:
      return 'low';
    case tickets.Priority.PRIORITY_UNSPECIFIED:
    case tickets.Priority.PRIORITY_NORMAL:
      return 'normal';
    case tickets.Priority.PRIORITY_HIGH:
      return 'high';
    case tickets.Priority.PRIORITY_URGENT:
      return 'urgent';
    default:
      faults.note(['priority'], { rule: 'NOT_OFFERED' });
      return 'normal';
  }
}
