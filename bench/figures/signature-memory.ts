/** Whether a large part's signature takes more memory than that of a tenth of it, in a process of its own. */
import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { signDetached } from '../../src/signing/sign.ts'
import type { Figure } from '../figure.ts'
import { besideGoal } from '../reading.ts'
import { writeSparseFile } from '../rig/files.ts'
import { makeSigner } from '../rig/signer.ts'
import { openTempFolder } from '../rig/temp-folder.ts'

const PART_MEGABYTES = 500
/** Still flat: a few more buffers of a stream that were not collected yet. */
const GROWTH_MEGABYTES_MAX = 20

const run = promisify(execFile)

export const signatureMemory: Figure = {
  id: 'signature-memory',
  title: `Memory for the signature of a ${PART_MEGABYTES} MB part`,
  async measure({ stop }) {
    await using folder = await openTempFolder()
    const part = join(folder.path, 'part')
    await writeSparseFile(part, PART_MEGABYTES * 1_000_000)
    const now = new Date()
    const { pair, certificatePem, authorityPem } = await makeSigner(now)
    await writeFile(`${part}.signature`, await signDetached({ content: createReadStream(part), pair, signedAt: now }))
    await writeFile(`${part}.certificate`, certificatePem)
    await writeFile(`${part}.authority`, authorityPem)
    const check = fileURLToPath(new URL('../check-large-part.js', import.meta.url))
    const { stdout } = await run(process.execPath, [check, part], { signal: stop })
    const { before, peak } = JSON.parse(stdout) as { before: number; peak: number }
    const name = `More memory for a signature over ${PART_MEGABYTES} than over ${PART_MEGABYTES / 10} MB`
    const note = `from ${before.toFixed(0)} to ${peak.toFixed(0)} MB`
    const goal = { what: 'at most', value: GROWTH_MEGABYTES_MAX } as const
    return [besideGoal({ name, unit: 'MB', note }, [Math.max(1, peak - before)], goal)]
  },
}
