const refuse = (table: string, what: string, when = ''): string => `
CREATE TRIGGER refuse_${what.toLowerCase().replaceAll(' ', '_')}
  BEFORE ${what} ON ledger.${table} FOR EACH ${when ? `ROW WHEN (${when})` : 'STATEMENT'} EXECUTE FUNCTION ledger.refuse();
ALTER TABLE ledger.${table} ENABLE ALWAYS TRIGGER refuse_${what.toLowerCase().replaceAll(' ', '_')};`;

/**
 * What is stored is never changed, by the owner neither. The triggers fire once a statement and ALWAYS: a session that plays
 * a replica (\`session_replication_role\`) meets them too. Heads and counter may only rise. The owner may insert: that is how a
 * backup is brought back (docs/decisions/0003).
 */
export const APPEND_ONLY = `
CREATE FUNCTION ledger.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
${refuse('events', 'UPDATE OR DELETE')}
${refuse('events', 'TRUNCATE')}
${refuse('commands', 'UPDATE OR DELETE')}
${refuse('commands', 'TRUNCATE')}
${refuse('categories', 'UPDATE OR DELETE')}
${refuse('categories', 'TRUNCATE')}
${refuse('streams', 'DELETE')}
${refuse('streams', 'TRUNCATE')}
${refuse('streams', 'UPDATE', 'NEW.revision <= OLD.revision OR NEW.id <> OLD.id OR NEW.name <> OLD.name')}
${refuse('counter', 'DELETE')}
${refuse('counter', 'TRUNCATE')}
${refuse('counter', 'UPDATE', 'NEW.position < OLD.position OR NEW.stored_at < OLD.stored_at')}
`;
