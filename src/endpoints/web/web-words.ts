/** What the framework refuses, in the words of the catalogue and in the client's language. */
import type { WordProblem } from '../../http/answer-errors.ts'
import type { WebGround } from './ground.ts'
import { isProblemKey, languageFor, worded } from './problems.ts'
import { REST_PREFIX } from './rest/prefix.ts'

export function webWords({ publicUrl, settings }: Pick<WebGround, 'publicUrl' | 'settings'>): WordProblem {
  return (body, accepted) => {
    const { type, title: _, status: __, detail: ___, ...members } = body
    const key = type.split(':').at(-1) ?? ''
    if (!isProblemKey(key)) return body
    const limit = key === 'payloadTooLarge' && { limit: settings.limits.httpBodyBytes }
    return worded(
      { problem: key, members: { ...limit, ...members } },
      languageFor(accepted),
      `${publicUrl()}${REST_PREFIX}`,
    )
  }
}
