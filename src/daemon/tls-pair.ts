import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { Misconfigured } from '../base/errors.ts'
import { no, ok, type Result } from '../base/result.ts'
import { checkFit } from '../config/check-keys.ts'
import type { Fault } from '../config/problems.ts'
import type { Config } from '../config/schema.ts'
import { unreadable } from '../config/secret.ts'
import type { Ground } from './ground.ts'
import { readPair } from './trial-keys.ts'

export type TlsPair = Awaited<ReturnType<typeof readPair>>

type Unfit = Omit<Fault, 'setting'>

/**
 * The TLS pair in force, read now and after each reload, so that a renewed certificate needs no restart. A pair that does not fit
 * is refused: at the start for good, later for the one before it (case G4). The same object is answered until there is another.
 */
export async function liveTlsPair({ live, log, now }: Pick<Ground, 'live' | 'log' | 'now'>): Promise<() => TlsPair> {
  const first = await readFitting(live.current().certs, now())
  if (!first.ok) throw new Misconfigured('certs.dir', first.problem.found, first.problem.remedy)
  let pair = first.value
  live.onReload(async ({ certs }) => {
    const next = await readFitting(certs, now())
    if (!next.ok) return log.error('tls.refused', next.problem)
    if (isSame(next.value, pair)) return
    pair = next.value
    const { fingerprint256: fingerprint, validTo } = new X509Certificate(pair.certificatePem)
    log.info('tls.renewed', { fingerprint, validTo })
  })
  return () => pair
}

async function readFitting(certs: Config['certs'], now: Date): Promise<Result<TlsPair, Unfit>> {
  const stem = join(certs.dir, 'tls')
  const pair = await readPair(certs.dir, 'tls').catch((error: unknown) => unreadable(error, `${stem}.*`))
  if ('found' in pair) return no(pair)
  const paths = { keyPath: `${stem}.key`, certificatePath: `${stem}.crt` }
  const { faults } = checkFit({ certs }, { ...paths, keyText: pair.keyPem, certificateText: pair.certificatePem }, now)
  return faults[0] ? no(faults[0]) : ok(pair)
}

function isSame(one: TlsPair, other: TlsPair): boolean {
  return one.keyPem === other.keyPem && one.certificatePem === other.certificatePem
}
