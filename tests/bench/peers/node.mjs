// node.mjs WORKLOAD PLANS STORE|- none|wide|rows: JSON.parse, rules in JavaScript, and better-sqlite3 as safe as our
// own store: WAL, synchronous=FULL, 10 000 plans a transaction.
import { COUNT, DOMAINS, TRANSACTION, Check, billionths, lines, load, score } from './workload.mjs';

const [folder, file, path, mode] = process.argv.slice(2);
const rules = await load(folder, 'rules.mjs');
const check = new Check();
const names = [...Array(DOMAINS).keys()].map(d => `D${d}`)
  .concat([...Array(COUNT).keys()].map(k => 'C' + String(k).padStart(2, '0')));

async function open() {
  const { default: Database } = await import('better-sqlite3');
  const db = new Database(path);
  db.pragma('page_size = 8192');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  return db;
}

function wide(db) {
  db.exec(`CREATE TABLE assessment(seq INTEGER PRIMARY KEY, plan TEXT, community TEXT, country TEXT, round TEXT,
    score INTEGER, ${names.map(name => name + ' INTEGER').join(', ')})`);
  const insert = db.prepare(`INSERT INTO assessment VALUES(NULL${',?'.repeat(5 + names.length)})`);
  return (head, values) => insert.run(head, values);
}

function rows(db) {
  db.exec(`CREATE TABLE assessment(seq INTEGER PRIMARY KEY, plan TEXT, community TEXT, country TEXT, round TEXT, score INTEGER);
    CREATE TABLE finding(assessment INTEGER, item TEXT, value INTEGER, PRIMARY KEY(assessment, item)) WITHOUT ROWID`);
  const insert = db.prepare('INSERT INTO assessment VALUES(NULL,?,?,?,?,?)');
  const row = db.prepare('INSERT INTO finding VALUES(?,?,?)');
  return (head, values) => {
    const id = insert.run(head).lastInsertRowid;
    for (let i = 0; i < names.length; i++) row.run(id, names[i], values[i]);
  };
}

const db = mode === 'none' ? null : await open();
const put = db === null ? null : mode === 'wide' ? wide(db) : rows(db);
const credits = new Array(COUNT);
for (const line of lines(file)) {
  if (db !== null && check.plans % TRANSACTION === 0) {
    if (check.plans > 0) db.exec('COMMIT');
    db.exec('BEGIN IMMEDIATE');
  }
  const p = JSON.parse(line);
  for (let k = 0; k < COUNT; k++) credits[k] = billionths(rules[k](p));
  const result = score(credits);
  if (put !== null) {
    put([p.plan.id, p.community.local, p.community.country, p.assessment.round, result.score], result.domains.concat(credits));
  }
  check.add(credits);
}
if (db !== null) {
  db.exec('COMMIT');
  db.close();
}
check.say();
