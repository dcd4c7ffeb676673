import assert from 'node:assert/strict';
import { rankPeople } from '../../../src/people/search/rankPeople.ts';
import { indexForSearch, indexQueued } from '../../../src/people/search/searchQueue.ts';
import { tidyText } from '../../../src/platform/text/tidyText.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';

const NAMES = [
  ...['Will Smith', 'Bill Wills', 'William Ito', 'Can Yılmaz', 'Cannon Lee', 'An Do', 'Do An', 'Anna Dohm'],
  ...['Amy Adams', 'Adam Smith', 'Łukasz Wałęsa', 'Søren Ødegård', 'Đặng Thái Sơn', 'Groß Ænea', 'İrem Işık'],
  ...['山田太郎', '山本花子', '林志玲', '김철수', 'สมชาย ใจดี', 'สมหญิง ใจดี', 'कमल', 'कमला', 'がく', 'かく'],
  ...['محمد علي', 'דוד לוי', 'Иван Чайка', 'Pat O’Brien', 'Obadiah Brien', 'Jean‑Luc Picard', 'Luca Jeans'],
  ...['José Díaz', 'Jose Diaz', '🦄 Luna', 'Luna Reed', '𝒜da', 'Mary Of Kent'],
  // One name to anyone who ignores accents and case, or types another apostrophe or hyphen: each is found as written.
  ...[
    "Pat O'Brien",
    'Pat Oʼbrien',
    'PAT OBRIEN',
    'Jean-Luc Picard',
    'Jean Luc Picard',
    'Gross Ænea',
    'Yiğit Işık',
    'Yigit Isik',
  ],
  ...[
    'will smith',
    'Smith Will',
    'WILL SMITH',
    'Sam Sam',
    'Sam',
    'Öztürk',
    'Ozturk',
    'Ørsted',
    'Orsted',
    'Łódź',
  ],
  // Names of stop words in several languages, of one letter, of digits and of nothing but signs.
  ...[
    'Y',
    'De La O',
    'Der Und',
    'El La',
    'Or Ben',
    'No One',
    'The Who',
    'Do',
    'So Me',
    'I',
    'A',
    'R2-D2',
    '4',
    'X Æ A-12',
  ],
  ...['★', '☆', '!!!', '@ada', '#ada', '(:', '👩\u200d🔬', '👩', '∞', 'C++', 'c', '"Q"', '%', '_', "'", '\\'],
  // Long names, and names whose parts repeat.
  'Pablo Diego José Francisco de Paula Juan Nepomuceno María de los Remedios Cipriano de la Santísima Trinidad Ruiz',
  'ณัฐพงษ์ศักดิ์สิทธิ์ วงศ์สวัสดิ์กุลพิพัฒน์ไพบูลย์',
  ...[
    'Uvuvwevwevwe Onyetenyevwe Ugwemuhwem Osas',
    'ﷺ'.repeat(60),
    'x'.repeat(300),
    'Ng Ng',
    'Ng',
    'Nguyễn Văn A',
  ],
  ...[
    'عبد الرحمن بن محمد',
    'محمّد علي',
    'ﻋﻤﺮ',
    'שׁרה',
    'さくら',
    'サクラ',
    'ｻｸﾗ子',
    '이영희',
    '이 영희',
    '박',
    '欧阳',
    'O',
    'Ö',
    'อั๋น',
    'आ',
    'ñ',
  ],
];

const REFUSING_EMBEDDER = (): Promise<never> => Promise.reject(new Error('no embedder in this test'));

describe('a search for a name', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
    const distractors = ['will', 'can do', 'Smith', 'an', 'adam', '太郎', 'José'].map((text) =>
      `${text} `.repeat(9),
    );
    await new Writer(database.sql, allCollections).apply([
      ...NAMES.map((name, index) => change(`users/n${String(index)}`, 1, { name, email: 'x@c.example' })),
      ...distractors.map((bio, index) =>
        change(`users/d${String(index)}`, 1, { name: `Quentin ${String(index)}`, email: 'x@c.example', bio }),
      ),
    ]);
    await indexQueued(database.sql);
  });
  after(() => database.drop());

  async function firstName(query: string): Promise<string | undefined> {
    const { sql } = database;
    const state = await indexForSearch(sql, query);
    const filter = { departmentKey: null, role: null, skills: [], areVerified: false, candidates: null };
    const { ranked } = await rankPeople(sql, query, filter, 10, state, REFUSING_EMBEDDER);
    const [user] = await sql<{ name: string }[]>`select name from users where id = ${ranked[0]?.id ?? ''}`;
    return user?.name;
  }

  for (const name of NAMES) {
    it(`finds ${name.slice(0, 60)} first when it is written out`, async () => {
      assert.equal(await firstName(name), tidyText(name).slice(0, 255));
    });
  }

  const otherSpellings: [query: string, name: string][] = [
    ['Will', 'Will Smith'],
    ['will', 'Will Smith'],
    ['Will S', 'Will Smith'],
    ['smith, will', 'Will Smith'],
    ['Can', 'Can Yılmaz'],
    ['can yilmaz', 'Can Yılmaz'],
    ['Adams', 'Amy Adams'],
    ['Adam', 'Adam Smith'],
    ['lukasz walesa', 'Łukasz Wałęsa'],
    ['SOREN ODEGARD', 'Søren Ødegård'],
    ['dang thai son', 'Đặng Thái Sơn'],
    ['gross aenea', 'Groß Ænea'],
    ['IREM ISIK', 'İrem Işık'],
    ['山田 太郎', '山田太郎'],
    ['太郎', '山田太郎'],
    ['林', '林志玲'],
    ['철수', '김철수'],
    ['สมชาย', 'สมชาย ใจดี'],
    ['مُحَمَّد', 'محمد علي'],
    ['O Brien', 'Pat O’Brien'],
    ["o'brien", 'Pat O’Brien'],
    ['oʼbrien', 'Pat O’Brien'],
    ['obrien', 'Pat O’Brien'],
    ['Jean Luc', 'Jean‑Luc Picard'],
    ['jean-luc', 'Jean‑Luc Picard'],
    ['jeanluc picard', 'Jean‑Luc Picard'],
    ['🦄', '🦄 Luna'],
    ['ada', '𝒜da'],
  ];
  for (const [query, name] of otherSpellings) {
    it(`finds ${name} first as "${query}"`, async () => {
      assert.equal(await firstName(query), name);
    });
  }
});
