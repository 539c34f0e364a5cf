import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Now } from '../base/clock.ts'
import { ignore } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { type CertificateRequest, makeSelfSigned } from '../signing/make-certificate.ts'

const TRIAL_DAYS = 825

type Wanted = {
  readonly file: string
  readonly request: Pick<CertificateRequest, 'commonName' | 'keyType' | 'alternativeNames'>
}

/** In trial mode, keys that are missing are made at the first start (contract, `mode`); what is there is never touched. */
export async function makeTrialKeys(folder: string, now: Now, log: Log): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const names = [...new Set(['localhost', '127.0.0.1', hostname()])]
  const wanted: readonly Wanted[] = [
    { file: 'tls', request: { commonName: hostname(), keyType: 'ec', alternativeNames: names } },
    { file: 'acknowledgement', request: { commonName: 'Sluice trial: answers', keyType: 'rsa' } },
  ]
  for (const { file, request } of wanted) {
    if (await exists(join(folder, `${file}.key`))) continue
    const { keyPem, certificatePem } = await makeSelfSigned({ ...request, days: TRIAL_DAYS, now: now() })
    await writeFile(join(folder, `${file}.crt`), certificatePem, { mode: 0o644 })
    await writeFile(join(folder, `${file}.key`), keyPem, { mode: 0o600, flag: 'wx' })
    log.info('trial.keyMade', { file: `${file}.key` })
  }
}

/** The pair that signs answers, as PEM. */
export async function readPair(folder: string, file: string): Promise<{ keyPem: string; certificatePem: string }> {
  const [keyPem, certificatePem] = await Promise.all(
    ['key', 'crt'].map((ending) => readFile(join(folder, `${file}.${ending}`), 'latin1')),
  )
  return { keyPem: keyPem ?? '', certificatePem: certificatePem ?? '' }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(ignore('ENOENT'))) !== undefined
}
