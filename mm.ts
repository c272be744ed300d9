import fc from 'fast-check';
import { neverOver } from './test/support/sharing-property.ts';
import { createLedger } from './src/budget/ledger.ts';
import { createSharedBudget } from './src/budget/shared-budget.ts';
const t=performance.now();
const n=Number(process.argv[2]??200);
const r = await fc.check(neverOver({createLedger,createSharedBudget}), {seed: Number(process.argv[3]??1), numRuns:n});
console.log(r.failed, r.numRuns, (performance.now()-t)/r.numRuns, 'ms each');
if (r.failed) console.log(String(r.errorInstance).slice(0,500), JSON.stringify(r.counterexample,null,0));
