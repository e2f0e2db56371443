import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { printGatewaySchema } from '../src/graphql/print-schema.ts';

/** Everything about a schema's mutations and refusals that is not as front-end teams expect it. */
function faultsOf(schema: GraphQLSchema): readonly string[] {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  return [...mutations.flatMap((mutation) => mutationFaults(schema, mutation)), ...refusalFaults(schema)];
}

function mutationFaults(schema: GraphQLSchema, { name, args, type }: GraphQLField<unknown, unknown>): string[] {
  const command = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const input = schema.getType(`${command}Input`);
  const result = getNamedType(type);
  const members = isUnionType(result) ? result.getTypes() : [];
  const others = members.filter((member) => member.name !== `${command}Success`);
  return [
    ...told(
      args.map((arg) => `${arg.name}: ${arg.type}`).join() !== `input: ${command}Input!`,
      `${name} takes no input`,
    ),
    ...told(
      !isInputObjectType(input) || String(input.getFields()['commandId']?.type) !== 'UUID!',
      `${name} has no commandId`,
    ),
    ...told(String(type) !== `${command}Result!`, `${name} answers ${type}`),
    ...told(others.length !== members.length - 1, `${name} has no success`),
    ...others.filter((member) => !isRefusal(member)).map((member) => `${member.name} of ${name} is no refusal`),
  ];
}

function refusalFaults(schema: GraphQLSchema): string[] {
  const codes = schema.getType('RefusalCode');
  const offered = isEnumType(codes) ? codes.getValues().map((value) => value.name) : [];
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && isRefusal(type));
  const named = types.map(({ name }) => name.replace(/(?<=[a-z])(?=[A-Z])|(?<=A)(?=[A-Z][a-z])/g, '_').toUpperCase());
  return [
    ...named.filter((code) => !offered.includes(code)).map((code) => `${code} is no RefusalCode`),
    ...offered.filter((code) => !named.includes(code)).map((code) => `${code} has no type`),
  ];
}

const isRefusal = (type: unknown): boolean =>
  isObjectType(type) && (type as GraphQLObjectType).getInterfaces().some(({ name }) => name === 'Refusal');

const told = (broken: boolean, fault: string): string[] => (broken ? [fault] : []);

describe('The schema', () => {
  let printed: string;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    printed = await printGatewaySchema();
    schema = buildSchema(printed);
  });

  it('is the committed one', () => {
    expect(readFileSync(path.join(import.meta.dirname, '../schema.graphql'), 'utf8')).toBe(printed);
  });

  it('has an input with a command id, a result and refusals for each mutation', () => {
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {})).toHaveLength(13);
    expect(faultsOf(schema)).toEqual([]);
  });

  it('would not pass with a mutation of another shape', () => {
    const other = buildSchema(`
      interface Refusal { code: RefusalCode! }
      enum RefusalCode { TICKET_CLOSED GONE }
      type TicketClosed implements Refusal { code: RefusalCode! }
      type Strange { code: Int }
      type Ticket { id: ID! }
      input CloseTicketInput { ticketId: ID! }
      type CloseTicketSuccess { ticket: Ticket }
      union CloseTicketResult = CloseTicketSuccess | TicketClosed | Strange
      type Query { ticket: Ticket }
      type Mutation { closeTicket(input: CloseTicketInput!): CloseTicketResult!, openTicket(subject: String): Ticket }
    `);
    expect(faultsOf(other)).toEqual([
      'closeTicket has no commandId',
      'Strange of closeTicket is no refusal',
      'openTicket takes no input',
      'openTicket has no commandId',
      'openTicket answers Ticket',
      'openTicket has no success',
      'GONE has no type',
    ]);
  });

  it('says of every refusal its code, a message and a place', () => {
    const refusal = schema.getType('Refusal');
    const fields = isInterfaceType(refusal) ? refusal.getFields() : {};
    expect(Object.values(fields).map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'code: RefusalCode!',
      'message: String!',
      'path: [String!]!',
    ]);
  });

  it('takes exactly one command in each entry of an act', () => {
    const command = schema.getType('TicketCommandInput');
    expect(isInputObjectType(command) && command.isOneOf).toBe(true);
  });

  it('has all arguments of a page on every connection', () => {
    const connections = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) => Object.values(type.getFields()))
      .filter(({ type }) => getNamedType(type).name.endsWith('Connection'));
    expect(connections).toHaveLength(2);
    for (const { args } of connections)
      expect(args.map(({ name }) => name)).toEqual(expect.arrayContaining(['first', 'after', 'last', 'before']));
  });
});
