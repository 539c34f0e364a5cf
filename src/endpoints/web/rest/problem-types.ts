import type { Language } from '../../../batch/languages.ts'
import { spoken } from '../../../http/language.ts'
import { ISSUE_TEXTS } from '../issue-texts.ts'
import { PROBLEM_TEXTS } from '../problem-texts.ts'
import { ISSUE_KEYS, type IssueKey, PROBLEM_KEYS, type ProblemKey, statusOf, typeOf } from '../problems.ts'

export type ProblemType = {
  /** The whole URN. */
  readonly type: string
  readonly title: string
  /** Cause and remedy. */
  readonly detail: string
  /** Null for what is said of single inputs. */
  readonly status: number | null
}

/** Null for a key that the catalogue has not. */
export function problemTypeOf(key: string, language: Language): ProblemType | null {
  const problem = PROBLEM_KEYS.find((one) => one === key)
  const issue = ISSUE_KEYS.find((one) => one === key)
  if (problem) return told(problem, PROBLEM_TEXTS[problem], statusOf(problem), language)
  return issue ? told(issue, ISSUE_TEXTS[issue], null, language) : null
}

function told(
  key: ProblemKey | IssueKey,
  { title, detail }: (typeof PROBLEM_TEXTS)[ProblemKey],
  status: number | null,
  language: Language,
): ProblemType {
  return { type: typeOf(key), title: spoken(title, language), detail: spoken(detail, language), status }
}
