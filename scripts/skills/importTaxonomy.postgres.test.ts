import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { skillKey } from '../../functions/src/skills/skillKey.ts';
import { migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { escoTaxonomy, ESCO_FORMAT } from './escoTaxonomy.ts';
import { onetTaxonomy, ONET_FORMAT } from './onetTaxonomy.ts';
import { TableFolder } from './tableFolder.ts';
import { importTaxonomy } from './importTaxonomy.ts';

const ONET_FILES = {
  'Occupation Data.txt': [
    'O*NET-SOC Code\tTitle\tDescription',
    '15-1252.00\tSoftware Developers\tResearch, design, and develop "software".',
    '15-1254.00\tWeb Developers\tDevelop websites.',
  ],
  'Alternate Titles.txt': [
    'O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)',
    '15-1252.00\tSoftware Engineer\tSWE\t08',
    '15-1252.00\tProgram Writer\tn/a\t08',
  ],
  'Technology Skills.txt': [
    'O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand',
    '15-1252.00\tReactJS\t43232408\tWeb platform development software\tY\tY',
    '15-1254.00\tReactJS\t43232408\tWeb platform development software\tY\tN',
    '15-1254.00\t\t43232408\tWeb platform development software\tY\tN',
    '15-1254.00\tone field too few',
  ],
  'Related Occupations.txt': [
    'O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\tIndex',
    '15-1252.00\t15-1254.00\tPrimary-Short\t1',
    '15-1252.00\t99-9999.00\tPrimary-Short\t2',
  ],
};

const ESCO_FILES = {
  'skills_en.csv': [
    '\ufeffconceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,scopeNote,definition,inScheme,description',
    'KnowledgeSkillCompetence,http://esco/skill/1,knowledge,sector-specific,Python (computer programming),"python scripting',
    'Py3k",,released,2024-01-01,,,,"A language, and ""more""."',
    'KnowledgeSkillCompetence,http://esco/skill/2,skill/competence,transversal,work in teams,,teaming,released,2024-01-01,,,,',
  ],
  'skillGroups_en.csv': [
    'conceptType,conceptUri,preferredLabel,altLabels,hiddenLabels,status,description',
    'SkillGroup,http://esco/group/1,programming,,,released,',
  ],
  'occupations_en.csv': [
    'conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,description,code',
    'Occupation,http://esco/occupation/1,2512,software developer,"programmer',
    'coder",,released,Writes software.,2512.4',
  ],
  'occupationSkillRelations_en.csv': [
    'occupationUri,relationType,skillType,skillUri',
    'http://esco/occupation/1,essential,knowledge,http://esco/skill/1',
    'http://esco/occupation/1,optional,skill/competence,http://esco/skill/2',
    'http://esco/occupation/1,optional,skill/competence,http://esco/skill/unknown',
  ],
  'broaderRelationsSkillPillar_en.csv': [
    'conceptType,conceptUri,conceptLabel,broaderType,broaderUri,broaderLabel',
    'KnowledgeSkillCompetence,http://esco/skill/1,Python,SkillGroup,http://esco/group/1,programming',
  ],
};

describe('importTaxonomy', () => {
  let database: TestDatabase;
  let folder: string;

  beforeEach(async () => {
    database = await migratedDatabase();
    folder = await mkdtemp(join(tmpdir(), 'student-talent-taxonomy-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
    await database.drop();
  });

  const write = (files: Record<string, string[]>) =>
    Promise.all(
      Object.entries(files).map(([name, lines]) => writeFile(join(folder, name), lines.join('\n'))),
    );

  it('reads O*NET occupations with titles and technologies with commodities', async () => {
    await write(ONET_FILES);
    const tables = new TableFolder(folder, ONET_FORMAT);
    const imported = await importTaxonomy(database.sql, 'onet', onetTaxonomy(tables));
    assert.deepEqual(imported, { concepts: 4, labels: 7, relations: 4 });
    assert.deepEqual(tables.rejected, [
      'Technology Skills.txt:4: "Example" is empty',
      'Technology Skills.txt:5: 2 fields instead of 6',
    ]);
    assert.deepEqual(await relations(), [
      'ReactJS broader Web platform development software',
      'Software Developers related Web Developers',
      'Software Developers uses ReactJS',
      'Web Developers uses ReactJS',
    ]);
    assert.deepEqual(await conceptsOf('SWE'), ['Software Developers']);
    assert.deepEqual(await conceptsOf('react.js'), ['ReactJS'], 'labels are stored by skill key');
    const [developers] =
      await database.sql`select code, description from taxonomy_concepts where name = 'Software Developers'`;
    assert.deepEqual(
      { ...developers },
      { code: '15-1252.00', description: 'Research, design, and develop "software".' },
    );
  });

  it('reads ESCO skills, groups and occupations with their labels', async () => {
    await write(ESCO_FILES);
    const tables = new TableFolder(folder, ESCO_FORMAT);
    const imported = await importTaxonomy(database.sql, 'esco', escoTaxonomy(tables));
    assert.deepEqual(imported, { concepts: 4, labels: 8, relations: 3 });
    assert.deepEqual(tables.rejected, []);
    assert.deepEqual(await relations(), [
      'Python (computer programming) broader programming',
      'software developer essential Python (computer programming)',
      'software developer optional work in teams',
    ]);
    assert.deepEqual(await conceptsOf('Python'), ['Python (computer programming)']);
    assert.deepEqual(await conceptsOf('coder'), ['software developer']);
    assert.deepEqual(await conceptsOf('teaming'), ['work in teams']);
  });

  it('reads gzipped files whose names are written with hyphens', async () => {
    for (const [name, lines] of Object.entries(ONET_FILES)) {
      const file = `${name.toLowerCase().replaceAll(' ', '-')}.gz`;
      await writeFile(join(folder, file), gzipSync(lines.join('\n')));
    }
    const read: string[] = [];
    const tables = new TableFolder(folder, ONET_FORMAT, (file, lines) =>
      read.push(`${file} ${String(lines)}`),
    );
    assert.equal((await importTaxonomy(database.sql, 'onet', onetTaxonomy(tables))).concepts, 4);
    assert.deepEqual(read, [
      'occupation-data.txt.gz 2',
      'alternate-titles.txt.gz 2',
      'technology-skills.txt.gz 4',
      'related-occupations.txt.gz 2',
    ]);
  });

  it('replaces only the taxonomy of the same source', async () => {
    await write({ ...ONET_FILES, ...ESCO_FILES });
    await importTaxonomy(database.sql, 'esco', escoTaxonomy(new TableFolder(folder, ESCO_FORMAT)));
    const first = await importTaxonomy(
      database.sql,
      'onet',
      onetTaxonomy(new TableFolder(folder, ONET_FORMAT)),
    );
    const again = await importTaxonomy(
      database.sql,
      'onet',
      onetTaxonomy(new TableFolder(folder, ONET_FORMAT)),
    );
    assert.deepEqual(again, first);
    const sources = await database.sql`
      select source, count(*)::integer as count from taxonomy_concepts group by source order by source`;
    assert.deepEqual(
      sources.map((row) => ({ ...row })),
      [
        { source: 'esco', count: 4 },
        { source: 'onet', count: 4 },
      ],
    );
  });

  it('keeps the old taxonomy when the new one lacks a file or column or is truncated', async () => {
    await write(ONET_FILES);
    const attempt = () =>
      importTaxonomy(database.sql, 'onet', onetTaxonomy(new TableFolder(folder, ONET_FORMAT)));
    await attempt();
    await write({ 'Technology Skills.txt': ['O*NET-SOC Code\tExample', '15-1252.00\tReactJS'] });
    await assert.rejects(
      attempt(),
      /Technology Skills.txt has no column "Commodity Code", "Commodity Title"/,
    );
    await rm(join(folder, 'Technology Skills.txt'));
    await assert.rejects(
      attempt(),
      /has no file "Technology Skills"\. Pass the folder of the unpacked download/,
    );
    const truncated = gzipSync(ONET_FILES['Technology Skills.txt'].join('\n')).subarray(0, 60);
    await writeFile(join(folder, 'Technology Skills.txt.gz'), truncated);
    await assert.rejects(attempt(), { code: 'Z_BUF_ERROR' });
    assert.deepEqual(await conceptsOf('ReactJS'), ['ReactJS']);
  });

  async function relations(): Promise<string[]> {
    const rows = await database.sql`
      select start.name || ' ' || relation.kind || ' ' || finish.name as relation
      from taxonomy_relations as relation
      join taxonomy_concepts as start on start.id = from_id
      join taxonomy_concepts as finish on finish.id = to_id
      order by 1`;
    return rows.map(({ relation }) => relation);
  }

  /** The concepts with a label of this skill key. */
  async function conceptsOf(spelling: string): Promise<string[]> {
    const rows = await database.sql`
      select name from taxonomy_labels join taxonomy_concepts on id = concept_id where key = ${skillKey(spelling)}`;
    return rows.map(({ name }) => name);
  }
});
