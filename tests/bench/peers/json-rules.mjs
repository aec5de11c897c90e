// json-rules.mjs WORKLOAD PLANS: json-rules-engine, one rule a criterion; stores nothing.
import fs from 'node:fs';
import { Engine } from 'json-rules-engine';
import { COUNT, Check, billionths, lines, load } from './workload.mjs';

const [folder, file] = process.argv.slice(2);
const functions = await load(folder, 'rules.mjs');
const engine = new Engine(JSON.parse(fs.readFileSync(`${folder}/json-rules.json`)), { replaceFactsInEventParams: true });
functions.forEach((rule, k) => engine.addFact('credit' + String(k).padStart(2, '0'),
  (_, almanac) => almanac.factValue('plan').then(rule)));
const check = new Check();
for (const line of lines(file)) {
  const plan = JSON.parse(line);
  const { events } = await engine.run({ plan, ...plan.facts, ...plan.answers });
  const credits = new Array(COUNT).fill(0);
  for (const { params } of events) credits[params.number] = billionths(params.credit);
  check.add(credits);
}
check.say();
