import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ignore } from '../../base/errors.ts'
import { loadHostKeys } from '../../endpoints/sftp/host-keys.ts'
import type { Examination, Finding } from './examination.ts'

const DAY_MILLISECONDS = 86_400_000
const SOON_DAYS = 30

/** What clients and senders recognise the gateway by, and how long it lasts. */
export const examineKeys: Examination = async ({ config, now }) => {
  const { dir } = config.certs
  const hostKeys = await loadHostKeys(dir, { make: false, ecdsa: config.sftp.ecdsa }).catch(() => null)
  const certificates = await Promise.all(['acknowledgement', 'tls'].map((name) => lifeOf(dir, name, now)))
  return [
    ...(hostKeys ?? []).map(
      ({ type, fingerprint }): Finding => ({ name: 'host key', state: 'ok', found: `${type} ${fingerprint}` }),
    ),
    ...(hostKeys
      ? []
      : [
          {
            name: 'host key',
            state: 'advice',
            found: 'missing',
            remedy: 'Start once in trial mode, or copy them to certs.dir.',
          } as const,
        ]),
    ...certificates.flat(),
  ]
}

async function lifeOf(dir: string, name: string, now: Date): Promise<Finding[]> {
  const pem = await readFile(join(dir, `${name}.crt`)).catch(ignore('ENOENT'))
  if (!pem)
    return [
      {
        name,
        state: 'advice',
        found: 'no certificate yet',
        remedy: 'Start once in trial mode, or store one in certs.dir.',
      },
    ]
  const { validTo, subject } = new X509Certificate(pem)
  const days = Math.floor((Date.parse(validTo) - now.getTime()) / DAY_MILLISECONDS)
  const found = `${subject.replaceAll('\n', ', ')}; ends in ${days} days`
  if (days > SOON_DAYS) return [{ name, state: 'ok', found }]
  return [
    {
      name,
      state: days < 0 ? 'problem' : 'advice',
      found,
      remedy: `Replace ${name}.key and ${name}.crt in certs.dir and restart.`,
    },
  ]
}
