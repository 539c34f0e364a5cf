import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ignore, Misconfigured } from '../../base/errors.ts'
import { errorFields } from '../../base/log.ts'
import { unreadable } from '../../config/secret.ts'
import { type AnswerPairs, answerPair } from '../../signing/answer-signer.ts'
import type { SigningPair } from '../../signing/sign.ts'
import type { Ground } from '../ground.ts'
import { readPair } from '../trial-keys.ts'

/**
 * rule 29.6: the pairs that sign answers, read now and after each reload. What does not fit is refused: at the start for good with
 * `Misconfigured`, later for those before it.
 */
export async function liveAnswerPairs({ live, log }: Pick<Ground, 'live' | 'log'>): Promise<() => AnswerPairs> {
  let pairs = await readPairs(live.current().certs.dir)
  live.onReload(async ({ certs }) => {
    try {
      const read = await readPairs(certs.dir)
      if (namesOf(read) !== namesOf(pairs)) log.info('answerKey.renewed', shown(read))
      pairs = read
    } catch (error) {
      if (!(error instanceof Misconfigured)) throw error
      log.error('answerKey.refused', { ...errorFields(error), remedy: error.remedy })
    }
  })
  return () => pairs
}

async function readPairs(folder: string): Promise<AnswerPairs> {
  const hasNext = await stat(join(folder, 'acknowledgement-next.crt')).catch(ignore('ENOENT'))
  return {
    current: await pairOf(folder, 'acknowledgement'),
    next: hasNext ? await pairOf(folder, 'acknowledgement-next') : null,
  }
}

async function pairOf(folder: string, file: string): Promise<SigningPair> {
  const read = await readPair(folder, file).catch((error: unknown) => unreadable(error, join(folder, `${file}.*`)))
  if ('found' in read) throw new Misconfigured('certs.dir', read.found, read.remedy)
  return answerPair(file, read.keyPem, read.certificatePem)
}

function namesOf({ current, next }: AnswerPairs): string {
  return `${current.certificate.sha256} ${next?.certificate.sha256 ?? ''}`
}

function shown({ current, next }: AnswerPairs) {
  const [certificate, nextCertificate] = [current.certificate, next?.certificate]
  return {
    ...{ fingerprint: certificate.sha256, until: certificate.notAfter },
    ...(nextCertificate && { nextFingerprint: nextCertificate.sha256, nextFrom: nextCertificate.notBefore }),
  }
}
