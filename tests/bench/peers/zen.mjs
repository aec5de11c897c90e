// zen.mjs WORKLOAD PLANS: zen-engine, one expression a criterion; stores nothing. Several plans are on the way at
// a time, since it works in threads of its own.
import fs from 'node:fs';
import { ZenEngine } from '@gorules/zen-engine';
import { COUNT, Check, billionths, lines } from './workload.mjs';

const [folder, file] = process.argv.slice(2);
const decision = new ZenEngine().createDecision(fs.readFileSync(`${folder}/zen.json`));
const names = [...Array(COUNT).keys()].map(k => 'C' + String(k).padStart(2, '0'));
const check = new Check();
let batch = [];

async function finish() {
  for (const { result } of await Promise.all(batch)) check.add(names.map(name => billionths(Number(result[name]))));
  batch = [];
}

for (const line of lines(file)) {
  batch.push(decision.evaluate(JSON.parse(line)));
  if (batch.length === 64) await finish();
}
await finish();
check.say();
