import { randomBytes } from 'node:crypto';
import { quoted, type TransactionSql } from '../../functions/src/platform/postgres.ts';
import { asOwner, type OwnedDatabase } from '../lib/asOwner.ts';

/** The role that the functions log in as, unless another name is given. */
export const APP_ROLE = 'student_talent_app';

/** Holds the rights; every role that logs in is a member of it, so that one can replace another. */
const RIGHTS = 'student_talent_rows';

/**
 * Creates a role that reads and writes rows and can do nothing else: it cannot change the schema, truncate a table, or
 * see the record of the migrations. If the role exists, only its rights are brought up to date. Objects that the same
 * owner creates later are included.
 *
 * @returns the password of a new role; null if the role existed
 * @throws Error if a role of this name has other rights
 */
export async function createAppRole(
  database: OwnedDatabase,
  role: string = APP_ROLE,
): Promise<string | null> {
  return asOwner(database, async (sql) => {
    if ((await rightsOf(sql, RIGHTS)) === null) await sql.unsafe(`create role ${RIGHTS} nologin`);
    await grantRights(sql);
    const rights = await rightsOf(sql, role);
    if (rights === 'rows') return null;
    if (rights === 'other') throw new Error(`the role ${role} has other rights: choose another name`);
    // Base64url needs no escape in SQL or in a URL. Neon takes no hash in place of a password.
    const password = randomBytes(24).toString('base64url');
    await sql.unsafe(`create role ${quoted([role])} login password '${password}'`);
    await sql.unsafe(`grant ${RIGHTS} to ${quoted([role])}`);
    return password;
  });
}

/** Removes a role that {@link createAppRole} created. @throws Error if there is none, or it has other rights */
export async function dropAppRole(database: OwnedDatabase, role: string): Promise<void> {
  await asOwner(database, async (sql) => {
    if ((await rightsOf(sql, role)) !== 'rows') {
      throw new Error(`there is no role ${role} that --create-app-role has created`);
    }
    await sql.unsafe(`drop role ${quoted([role])}`);
  });
}

/** The connection string of the same database for another role. */
export function connectionStringFor(url: string, role: string, password: string): string {
  const [, scheme = '', rest = '', query] =
    /^(postgres(?:ql)?:\/\/)(?:[^@/?]*@)?([^?]*)(?:\?(.*))?$/.exec(url) ?? [];
  const parameters = query?.split('&').filter((parameter) => !/^(user|password)=/.test(parameter)) ?? [];
  const search = parameters.length === 0 ? '' : `?${parameters.join('&')}`;
  return `${scheme}${role}:${password}@${rest}${search}`;
}

/** What a role may do: only what {@link createAppRole} allows, or something else; null if there is no such role. */
async function rightsOf(sql: TransactionSql, role: string): Promise<'rows' | 'other' | null> {
  const [found] = await sql<{ is_app_role: boolean }[]>`
    select rolcanlogin and not (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)
      and array(
        select roleid::regrole::text from pg_auth_members where member = pg_roles.oid
      ) = array[${RIGHTS}::text]
      and not exists (select from pg_shdepend where refobjid = pg_roles.oid and deptype = 'o') as is_app_role
    from pg_roles where rolname = ${role}`;
  if (found === undefined) return null;
  return found.is_app_role ? 'rows' : 'other';
}

async function grantRights(sql: TransactionSql): Promise<void> {
  const [current] = await sql<{ schema: string; database: string }[]>`
    select quote_ident(current_schema()) as schema, quote_ident(current_database()) as database`;
  if (current === undefined) throw new Error('Postgres names no schema');
  const { schema, database } = current;
  await sql
    .unsafe(
      `grant connect, temporary on database ${database} to ${RIGHTS};
      -- Databases from before PostgreSQL 15 let everybody create tables.
      revoke create on schema ${schema} from public;
      grant usage on schema ${schema} to ${RIGHTS};
      grant select, insert, update, delete on all tables in schema ${schema} to ${RIGHTS};
      grant execute on all functions in schema ${schema} to ${RIGHTS};
      alter default privileges in schema ${schema} grant select, insert, update, delete on tables to ${RIGHTS};
      alter default privileges in schema ${schema} grant execute on functions to ${RIGHTS};
      revoke all on migrations, schema_objects from ${RIGHTS};`,
    )
    .simple();
}
