/** The gateway's own keys and the issuers it trusts, read as they lie there now (rule 26.8). Nothing secret leaves this file. */
import { X509Certificate } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ignore, Misconfigured } from '../base/errors.ts'
import type { Config } from '../config/schema.ts'
import type { OwnKey } from '../console/gateway-view.ts'
import type { Queries } from '../database/database.ts'
import { loadHostKeys } from '../endpoints/sftp/host-keys.ts'
import { shownTokenKeys } from '../registry/token-key-list.ts'

const DAY = 86_400_000
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g
const NOTHING = { fingerprint: '', subject: '', endsAt: null, daysLeft: null, trouble: null }

export async function ownKeys(config: Config, queries: Queries, now: Date): Promise<OwnKey[]> {
  const { certs, signature } = config
  return [
    ...(await certificatesIn('tls', certs.dir, 'tls.crt', now)),
    ...(await certificatesIn('acknowledgement', certs.dir, 'acknowledgement.crt', now)),
    ...(await certificatesIn('acknowledgement', certs.dir, 'acknowledgement-next.crt', now)).filter(isThere),
    ...(await hostKeysOf(config)),
    ...(await tokenKeysOf(queries)),
    ...(await issuersIn(signature.acceptedIssuers, now)),
  ]
}

/** A successor need not be there. */
const isThere = ({ trouble }: OwnKey): boolean => trouble !== 'missing'

async function certificatesIn(use: OwnKey['use'], folder: string, file: string, now: Date): Promise<OwnKey[]> {
  const [name, from] = [file, join(folder, file)]
  const bytes = await readFile(from).catch(ignore('ENOENT'))
  if (!bytes) return [{ ...NOTHING, use, name, from, trouble: 'missing' }]
  const texts = bytes.toString('latin1').match(PEM) ?? [bytes]
  return texts.map((text) => ({ use, name, from, ...shownCertificate(text, now) }))
}

function shownCertificate(text: string | Buffer, now: Date): Omit<OwnKey, 'use' | 'name' | 'from'> {
  try {
    const { fingerprint256: fingerprint, subject, validTo } = new X509Certificate(text)
    const endsAt = new Date(validTo)
    const daysLeft = Math.floor((endsAt.getTime() - now.getTime()) / DAY)
    return {
      fingerprint,
      subject: subject.replaceAll('\n', ', '),
      endsAt,
      daysLeft,
      trouble: daysLeft < 0 ? 'over' : null,
    }
  } catch {
    return { ...NOTHING, trouble: 'unreadable' } // OpenSSL has a hundred words for it
  }
}

async function hostKeysOf({ certs, sftp }: Config): Promise<OwnKey[]> {
  try {
    const keys = await loadHostKeys(certs.dir, { make: false, ecdsa: sftp.ecdsa })
    return keys.map(({ type, fingerprint }) => ({ ...NOTHING, use: 'host', name: type, from: certs.dir, fingerprint }))
  } catch (error) {
    if (!(error instanceof Misconfigured)) throw error
    return [{ ...NOTHING, use: 'host', name: 'ssh_host_*', from: certs.dir, trouble: 'missing' }]
  }
}

async function tokenKeysOf(queries: Queries): Promise<OwnKey[]> {
  const keys = await shownTokenKeys(queries)
  return keys.map(({ kid, publishedUntil }) => ({
    ...NOTHING,
    use: 'token',
    name: kid,
    from: '',
    endsAt: publishedUntil,
  }))
}

async function issuersIn(folder: string, now: Date): Promise<OwnKey[]> {
  const names = (await readdir(folder).catch(ignore('ENOENT'))) ?? []
  const files = names.filter((name) => /\.(?:crt|pem|cer)$/i.test(name)).sort()
  return (await Promise.all(files.map((file) => certificatesIn('issuer', folder, file, now)))).flat()
}
