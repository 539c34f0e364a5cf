import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Misconfigured } from '../../src/base/errors.ts'
import { loadConfig } from '../../src/config/load.ts'

const CASES = join(import.meta.dirname, 'bad')
const COPIES = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-bad-config-')))
afterAll(() => rmSync(COPIES, { recursive: true }))

test.each(readdirSync(CASES))('%s', async (name) => {
  const cwd = copyOf(name)
  const sets = existsSync(join(cwd, 'sets')) ? readFileSync(join(cwd, 'sets'), 'utf8').trim().split('\n') : []
  const failure = await loadConfig({ file: 'sluice.yaml', sets, cwd }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Misconfigured)
  const { message } = failure as Misconfigured
  expect(`${message.replaceAll(cwd, '<cwd>')}\n`).toBe(readFileSync(join(CASES, name, 'expected-error'), 'utf8'))
})

/** Git keeps no modes, so secrets are closed here, but for those that are named `.open`. */
function copyOf(name: string): string {
  const cwd = join(COPIES, name)
  cpSync(join(CASES, name), cwd, { recursive: true })
  for (const file of readdirSync(cwd)) chmodSync(join(cwd, file), file.endsWith('.open') ? 0o644 : 0o600)
  return cwd
}
