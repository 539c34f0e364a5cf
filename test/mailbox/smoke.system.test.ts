import { expect, test } from 'vitest'
import { booksBalance } from '../../src/ledger/books.ts'
import { findSubmissions } from '../../src/ledger/find.ts'
import { openRig, put, putAll, listed, SENDER } from './rig.ts'

test('smoke', async () => {
  await using rig = await openRig()
  await putAll(rig, 'IN', ['FI.DMFA.123456.20261123.00001.R.1.1', 'FS.DMFA.123456.20261123.00001.R.1.1', 'GO.DMFA.123456.20261123.00001.R.1'])
  const found = await findSubmissions(rig.database.queries, 'DMFA.123456.20261123.00001.R')
  console.log(JSON.stringify(found, null, 1))
  console.log(await booksBalance(rig.database.queries), await listed(rig, 'IN'))
  for (const lanes of [1, 8]) {
    const N = 400
    let n = 0
    const t = performance.now()
    await Promise.all(Array.from({ length: lanes }, async () => { while (n < N) { const k = n++; const r = await put(rig, 'IN', `FI.DMFA.123456.20261123.${String(lanes*10000+k).padStart(5,'0')}.R.1.1`, Buffer.alloc(2048, k)); if (!r.ok) throw new Error(JSON.stringify(r)) } }))
    console.log(lanes, 'lanes', ((performance.now() - t) / N).toFixed(3), 'ms/file')
  }
  { const N = 100; const t = performance.now()
    for (let k = 0; k < N; k++) await putAll(rig, 'IN', [`GO.DMFA.123456.20261123.${String(10000+k).padStart(5,'0')}.R.1`])
    console.log('GO waits', ((performance.now() - t) / N).toFixed(3)) }
  { const N = 100; let s=0
    for (let k = 0; k < N; k++) { const q=`DMFA.123456.20261123.${String(50000+k).padStart(5,'0')}.R.1`; await putAll(rig, 'IN', [`FI.${q}.1`,`FS.${q}.1`]); const t = performance.now(); await putAll(rig, 'IN', [`GO.${q}`]); s+=performance.now()-t }
    console.log('GO seals', (s / N).toFixed(3)) }
  expect((await booksBalance(rig.database.queries)).imbalance).toBe(0)
}, 60000)
