/** What an operation needs of a request: who asks, and what it stands on. */
import type { Ask } from '../ask.ts'

export type Acting = Pick<Ask, 'actor' | 'ground'>

export type QualityAt = { readonly enterpriseNumber: string; readonly qualityCode: string }
