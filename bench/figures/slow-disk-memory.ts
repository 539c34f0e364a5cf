/** How much memory the daemon takes when a client sends faster than the disk writes (case S13). */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Figure } from '../figure.ts'
import { SftpSession } from '../peers/sftp-session.ts'
import { besideGoal } from '../reading.ts'
import { writeSparseFile } from '../rig/files.ts'
import { openGateway } from '../rig/gateway.ts'
import { openTempFolder } from '../rig/temp-folder.ts'

const WRITES = 16_000
const WRITE_BYTES = 32_768
const MEGABYTES_MAX = 200

/** OpenSSH sends this many writes without waiting for an answer. */
const WORDS = ['-R', String(WRITES), '-B', String(WRITE_BYTES)]

export const slowDiskMemory: Figure = {
  id: 'slow-disk-memory',
  title: 'Memory of the daemon on a slow disk',
  async measure({ stop }) {
    await using folder = await openTempFolder()
    const source = join(folder.path, 'source')
    await writeSparseFile(source, WRITES * WRITE_BYTES)
    const program = fileURLToPath(new URL('../daemon-on-slow-disk.js', import.meta.url))
    await using gateway = await openGateway(program, join(folder.path, 'gateway'))
    const before = await gateway.peakMegabytes()
    await using session = await SftpSession.open(gateway.account, stop, WORDS)
    await session.run(`put ${source} /IN/FI.${gateway.nextKey()}.1.1`)
    const name = `Memory of the daemon, ${WRITES} writes in flight, slow disk`
    const note = `${before.toFixed(0)} MB after its start`
    const goal = { what: 'at most', value: MEGABYTES_MAX } as const
    return [besideGoal({ name, unit: 'MB', note }, [await gateway.peakMegabytes()], goal)]
  },
}
