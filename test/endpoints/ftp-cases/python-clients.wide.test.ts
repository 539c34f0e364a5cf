/** What Node cannot do as a client: urgent data (case F10), and to choose the order in which its connections die (case F6). */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { memoryFiles } from '../support/memory-files.ts'
import { notRun, printedBy } from '../support/programs.ts'
import { startFtp, until } from './rig.ts'

const CLIENT = join(import.meta.dirname, 'python-client.py')
const missing = notRun('python3')

describe.skipIf(missing)(missing ?? 'with python', () => {
  test.each(['control', 'data'])(
    'case F6: a client killed in mid file, %s connection first, leaves nothing',
    async (first) => {
      const files = memoryFiles()
      let minutes = 0
      const now = (): Date => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000)
      await using scene = await startFtp({ files: () => files, now, limits: { settleSeconds: 1, minimumRate: 0 } })
      const client = spawn('python3', [CLIENT, String(scene.port), `die-${first}`])
      client.stderr.pipe(process.stderr)
      await once(client.stdout, 'data')
      minutes = 1 // of an upload
      client.kill('SIGKILL')
      await until(async () => (await scene.metric('sluice_ftp_sessions')) === 0)
      await until(() => files.events.includes('over /one'))
      expect(files.contents.size).toBe(0)
    },
  )

  test.each(['telnet', 'synch', 'ftplib', 'inline', 'plain'])(
    'case F10: ABOR as %s sends it ends an upload, and after its end harms nothing',
    async (how) => {
      const files = memoryFiles()
      await using scene = await startFtp({ files: () => files })
      expect(await printedBy('python3', CLIENT, String(scene.port), `abort-${how}`)).toBe('426 226 200 550\n')
      expect(await printedBy('python3', CLIENT, String(scene.port), `abort-${how}-late`)).toBe('226 226 200 213\n')
      expect(files.contents.get('/one')?.length).toBe(100_000)
    },
  )
})
