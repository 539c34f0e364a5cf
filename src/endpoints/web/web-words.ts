/** What the framework refuses, in the words of the catalogue and in the client's language. */
import type { WordProblem } from '../../http/answer-errors.ts'
import type { Issue } from '../../http/refusal-problem.ts'
import type { WebGround } from './ground.ts'
import { isIssueKey, isProblemKey, languageFor, type RestIssue, worded } from './problems.ts'
import { REST_PREFIX } from './rest/prefix.ts'

export function webWords({ publicUrl, settings }: Pick<WebGround, 'publicUrl' | 'settings'>): WordProblem {
  return (body, accepted) => {
    const { type, title: _, status: __, detail: ___, issues, ...members } = body
    const key = lastWord(type)
    if (!isProblemKey(key)) return { body, language: 'en' }
    const language = languageFor(accepted)
    const limit = key === 'payloadTooLarge' && { limit: settings.limits.httpBodyBytes }
    const refused = {
      ...{ problem: key, members: { ...limit, ...members } },
      ...(issues !== undefined && { issues: (issues as readonly Issue[]).flatMap(restIssue) }),
    }
    return { body: worded(refused, language, `${publicUrl()}${REST_PREFIX}`), language }
  }
}

function restIssue({ type, in: where, name }: Issue): RestIssue[] {
  const issue = lastWord(type)
  return isIssueKey(issue) ? [{ issue, in: where, ...(name !== undefined && { name }) }] : []
}

function lastWord(type: string): string {
  return type.split(':').at(-1) ?? ''
}
