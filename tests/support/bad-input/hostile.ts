import fc, { type Arbitrary } from 'fast-check';
import type { InputType, Offered, TypeRef } from './schema.ts';

/** Text as nobody means it well: NUL, half a surrogate pair, four-byte characters, what other languages would run. */
export const hostileText: Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    'x\udfff',
    '😀'.repeat(301),
    '𝒯𝒾𝒸𝓀ℯ𝓉',
    '\u202e\u0000\ufeff',
    'x'.repeat(50_000),
    "'; DROP TABLE ledger.events; --",
    '<script>alert(1)</script>',
    '${7*7}{{7*7}}',
    '../../etc/passwd',
    '__proto__',
  ),
);

/** Ids that are none, or not of this kind. */
const hostileId: Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(
    'tkt_',
    'tkt_01h455vb4pex5vsknk084sn02q',
    'tkt_8zzzzzzzzzzzzzzzzzzzzzzzzz',
    'psn_01h455vb4pex5vsknk084sn02q',
    'TKT_01H455VB4PEX5VSKNK084SN02Q',
    'tnt_00000000000000000000000000',
    -1,
    1.5,
    true,
    [],
    {},
  ),
);

const hostileNumber: Arbitrary<unknown> = fc.constantFrom<unknown>(
  0,
  -1,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  1e308,
  0.5,
  '7',
  true,
  [],
);

const anything: Arbitrary<unknown> = fc.oneof(fc.constant(null), fc.jsonValue({ maxDepth: 2 }), hostileText);

/** Ids that exist, so that what is wrong lies elsewhere. */
export interface Known {
  readonly ids: readonly string[];
}

/** Inputs of a type: of its shape as a rule, and hostile wherever they can be. */
export const hostileInput = (offered: Offered, known: Known, name: string): Arbitrary<unknown> => {
  const scalars: Readonly<Record<string, Arbitrary<unknown>>> = {
    ID: fc.oneof({ arbitrary: fc.constantFrom(...known.ids), weight: 3 }, { arbitrary: hostileId, weight: 1 }),
    UUID: fc.oneof({ arbitrary: fc.uuid(), weight: 4 }, { arbitrary: hostileText, weight: 1 }),
    String: hostileText,
    Int: hostileNumber,
    Boolean: fc.constantFrom<unknown>(true, false, 'true', 0),
  };

  const ofRef = ({ kind, name: named, ofType }: TypeRef, depth: number): Arbitrary<unknown> => {
    if (ofType && kind === 'NON_NULL') return ofRef(ofType, depth);
    if (ofType) return fc.oneof(fc.array(ofRef(ofType, depth), { maxLength: 3 }), fc.constant([]), anything);
    return ofName(named ?? '', depth);
  };
  const ofName = (named: string, depth: number): Arbitrary<unknown> => {
    const type = offered.types.get(named);
    if (type?.enumValues) return fc.constantFrom<unknown>(...type.enumValues.map((value) => value.name), 'NONE', 7);
    if (type?.inputFields && depth < 5) return ofType(type, depth + 1);
    return scalars[named] ?? anything;
  };
  const ofType = ({ inputFields, isOneOf }: InputType, depth: number): Arbitrary<unknown> => {
    const fields = Object.fromEntries((inputFields ?? []).map((field) => [field.name, ofRef(field.type, depth)]));
    const shaped = isOneOf
      ? fc.oneof(...Object.entries(fields).map(([field, value]) => fc.record({ [field]: value })))
      : fc.record(fields, { requiredKeys: [] });
    return fc.oneof(
      { arbitrary: fc.record(fields), weight: isOneOf ? 1 : 6 },
      { arbitrary: shaped, weight: 6 },
      { arbitrary: fc.record(fields).map((value) => ({ ...value, unknownField: 1 })), weight: 1 },
      { arbitrary: anything, weight: 1 },
    );
  };
  return ofName(name, 0);
};
