/** A plain folder served by the engine, with a client key, in a throw-away place. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../../src/base/log.ts'
import { createMetrics } from '../../../src/base/metrics.ts'
import { createNeutral } from '../../../src/endpoints/neutral/neutral.ts'
import type { SftpLimits } from '../../../src/endpoints/sftp/options.ts'
import { hostKeys, USER_KEY } from './engine.ts'

export type NeutralScene = AsyncDisposable & {
  readonly port: number
  /** Beside the served folder: keys, configuration and local files of clients. */
  readonly workplace: string
  readonly root: string
  readonly privateKeyFile: string
}

export const USER = 'tester'
export const PASSWORD = 'secret-password'

export async function startNeutral(
  served: 'folder' | 'wholeDisk' = 'folder',
  limits: Partial<SftpLimits> = {},
): Promise<NeutralScene> {
  const workplace = await mkdtemp(join(tmpdir(), 'sluice-neutral-'))
  const root = served === 'wholeDisk' ? '/' : join(workplace, 'root')
  await mkdir(join(workplace, 'root'))
  const privateKeyFile = join(workplace, 'id')
  await writeFile(privateKeyFile, USER_KEY.privateKey)
  await chmod(privateKeyFile, 0o600)
  const endpoint = await createNeutral({
    dir: root,
    user: USER,
    password: PASSWORD,
    sshKey: USER_KEY.publicKey,
    port: 0,
    hostKeys: hostKeys(),
    limits,
    log: silentLog,
    metrics: createMetrics(),
    now: () => new Date(),
  })
  return {
    port: endpoint.address.port,
    workplace,
    root,
    privateKeyFile,
    [Symbol.asyncDispose]: async () => {
      await endpoint[Symbol.asyncDispose]()
      await rm(workplace, { recursive: true })
    },
  }
}
