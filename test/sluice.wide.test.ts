import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'

test('a process of sluice has sixteen threads for the disk, unless the operator says otherwise', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'sluice-threads-'))
  try {
    const [ours, theirs] = [await threadsOf(dir, {}), await threadsOf(dir, { UV_THREADPOOL_SIZE: '4' })]
    expect(ours - theirs).toBe(12)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
})

/** Of a process that has begun to serve: by then the pool was used. */
async function threadsOf(dir: string, environment: Record<string, string>): Promise<number> {
  const words = ['neutral', '--dir', dir, '--user', 'anybody', '--password', 'a password for nobody']
  const child = spawn(process.execPath, [inject('program'), ...words], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    await once(child.stdout, 'data')
    return (await readdir(`/proc/${child.pid}/task`)).length
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}
