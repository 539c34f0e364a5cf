import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { HttpSettings } from '../../../src/services/online-service.ts'
import type { Target } from '../../../src/services/target.ts'
import { httpTarget } from '../../../src/services/targets/http/http-target.ts'

export function httpSettings(more: Partial<HttpSettings>): HttpSettings {
  return {
    ...{ type: 'http', url: '', askUrl: '', caFile: '', certificateFile: '', keyFile: '', tokenFile: '' },
    ...{ connectSeconds: 10, silenceSeconds: 10, totalSeconds: 20, answerBytes: 4096, retryAfterSecondsMax: 3600 },
    ...more,
  }
}

/** A target that trusts `ca`, until the test is over. */
export function targetAt(url: string, ca: string, more: Partial<HttpSettings> = {}): Target {
  const settings = httpSettings({ url, ...(ca !== '' && { caFile: fileWith(ca) }), ...more })
  const target = httpTarget({ target: settings, concurrency: 2, gatewayNumber: () => '999999' })
  onTestFinished(() => target.close?.())
  return target
}

/** Of a test alone. */
export function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-http-target-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'file'), text)
  return join(folder, 'file')
}
