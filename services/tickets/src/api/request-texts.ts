import { tickets } from '@ledgerdesk/contracts';
import type { Priority } from '../domain/priority.ts';
import { bodyFault, normalSubject, reasonFault, subjectFault, type Body } from '../domain/text.ts';
import type { Faults } from './faults.ts';

export function readSubject(subject: string, faults: Faults): string {
  const normal = normalSubject(subject);
  faults.note(['subject'], subjectFault(normal));
  return normal;
}

export function readBody(path: readonly string[], body: tickets.Body | undefined, faults: Faults): Body {
  const content = (body?.content ?? '').trim();
  faults.note([...path, 'content'], bodyFault(content));
  return { format: readFormat([...path, 'format'], body?.format, faults), content };
}

export function readReason(path: readonly string[], reason: string, required: boolean, faults: Faults): string {
  const trimmed = reason.trim();
  faults.note(path, reasonFault(trimmed, { required }));
  return trimmed;
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
