import type { ClassConstructor } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';
import type { Check } from './rule.ts';

interface Field {
  readonly property: string;
  readonly check?: Check;
  readonly type?: () => ClassConstructor<object>;
}

const known = new WeakMap<ClassConstructor<object>, readonly Field[]>();

/**
 * Whether an input holds to all rules of its class: what class-validator would find, without the instances and the report
 * that it makes. Nearly every input holds, and each mutation pays for knowing it.
 */
export function holds(type: ClassConstructor<object>, input: object): boolean {
  return fieldsOf(type).every((field) => {
    const value = (input as Readonly<Record<string, unknown>>)[field.property];
    if (field.check?.(value, input)) return false;
    if (!field.type || value === undefined || value === null) return true;
    const nested = field.type();
    return [value].flat().every((entry) => holds(nested, entry as object));
  });
}

function fieldsOf(type: ClassConstructor<object>): readonly Field[] {
  const fields = known.get(type) ?? readFields(type);
  known.set(type, fields);
  return fields;
}

const readFields = (type: ClassConstructor<object>): readonly Field[] =>
  getMetadataStorage()
    .getTargetValidationMetadatas(type, '', false, false)
    .map(({ propertyName: property, context }) => ({ property, ...(context as Omit<Field, 'property'>) }));
