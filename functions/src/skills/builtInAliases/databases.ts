import type { SkillCategory } from './skillCategory.ts';

export const databases: SkillCategory = {
  suffixes: ['database', 'databases', 'DB', 'DBMS', 'RDBMS', 'server database'],
  allowsVersion: true,
  skills: {
    PostgreSQL: ['Postgres', 'Postgres SQL', 'psql', 'PG SQL', 'Postgre'],
    MySQL: ['Oracle MySQL'],
    MariaDB: [],
    SQLite: [],
    'SQL Server': ['Microsoft SQL Server', 'MS SQL Server', 'MSSQL', 'Microsoft SQL'],
    'T-SQL': ['Transact-SQL'],
    'PL/SQL': ['Oracle PL/SQL'],
    'Oracle Database': ['Oracle'],
    NoSQL: [],
    MongoDB: ['Mongo'],
    Redis: [],
    Neo4j: [],
    Elasticsearch: [],
    'IBM Db2': ['DB2'],
  },
};
