import type { Health, HealthCheck } from '../../console/health.ts'
import { type AnswerPairs, createSigner, pairAt, type Sign } from '../../signing/answer-signer.ts'
import type { Ground } from '../ground.ts'
import { liveAnswerPairs } from './answer-pairs.ts'
import { openStamps } from './open-stamps.ts'

/** What signs the gateway's answers, and whether it can. */
export type Signing = Disposable & {
  readonly sign: Sign
  readonly health: Readonly<Record<string, HealthCheck>>
}

export async function openSigning(ground: Pick<Ground, 'live' | 'log' | 'metrics' | 'now'>): Promise<Signing> {
  const { live, now } = ground
  const pairs = await liveAnswerPairs(ground)
  const stamps = await openStamps(ground)
  const overlapDays = () => live.current().acknowledgement.overlapDays
  const { lineBreak } = live.current().acknowledgement
  const stamp = stamps?.stamp ?? (async () => null)
  return {
    sign: createSigner({ pairs, overlapDays, lineBreak, now, stamp }),
    health: {
      answerKey: async () => answerKeyHealth(pairs(), now(), overlapDays()),
      ...(stamps ? { timestamps: stamps.health } : {}),
    },
    [Symbol.dispose]: () => stamps?.[Symbol.dispose](),
  }
}

/** case C25: without a certificate that holds, answers wait, and a person is called. Pure. */
export function answerKeyHealth(pairs: AnswerPairs, at: Date, overlapDays: number): Health {
  if (pairAt(pairs, at, overlapDays)) return { state: 'up' }
  const detail = 'no certificate that signs answers is within its validity: answers wait; renew acknowledgement.crt'
  return { state: 'degraded', detail }
}
