/** Where a run keeps everything, known by the id of its process, so that the next run can clear away what a killed one left. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outcomeOfProgram } from '../endpoints/support/programs.ts'
import { processIsAlive } from '../support/process-is-alive.ts'
import { removeOldNetworks } from './client-network.ts'
import { removeOldTables } from './packet-filter.ts'

const NAME = 'sluice-soak-'

export type OwnFolder = AsyncDisposable & { readonly path: string }

export async function ownFolder(): Promise<OwnFolder> {
  await removeLeftovers()
  const path = await mkdtemp(join(tmpdir(), `${NAME}${process.pid}-`))
  await outcomeOfProgram('chmod', ['711', path]) // the account of PostgreSQL passes it
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

async function removeLeftovers(): Promise<void> {
  await removeOldNetworks()
  await removeOldTables()
  for (const name of await readdir(tmpdir())) {
    const [, pid] = new RegExp(`^${NAME}(\\d+)-`).exec(name) ?? []
    if (pid === undefined || processIsAlive(Number(pid))) continue
    const path = join(tmpdir(), name)
    await killUsersOf(path)
    await outcomeOfProgram('umount', ['-l', join(path, 'disk')])
    await rm(path, { recursive: true, force: true })
  }
}

/** Every process of that run names its folder. */
async function killUsersOf(path: string): Promise<void> {
  for (const pid of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (words.includes(path)) await outcomeOfProgram('kill', ['-9', pid])
  }
}
