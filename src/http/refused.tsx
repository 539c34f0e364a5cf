/** A refusal as people read it: above a form, or as a page of its own. */
import type { Refusal } from '../base/refusal.ts'
import { RefusalNote } from './components/refusal-note.tsx'
import type { Children } from './elements.ts'
import type { Speak } from './language.ts'
import type { Page } from './page-answer.ts'
import { statusOf } from './refusal-problem.ts'
import type { FRAME } from './texts/frame.ts'

/** Speaks at least the words of the frame. */
export type SayFrame = Speak<keyof typeof FRAME>

export type ToldRefused = {
  readonly t: SayFrame
  readonly refusal: Refusal
  /** Its cause and remedy in the reader's language. */
  readonly told: { readonly cause: string; readonly remedy: string }
  readonly title?: string
}

export function RefusedNote({ t, refusal, told, title = t('refused.title') }: ToldRefused) {
  const words = {
    seen: t('refused.seen'),
    expected: t('refused.expected'),
    remedy: t('refused.remedy'),
    code: t('refused.code'),
  }
  return <RefusalNote title={title} words={words} seen={told.cause} remedy={told.remedy} code={refusal.code} />
}

/** The page for what is refused as a whole. `ways`: where to go on. */
export function refusedDocument(refused: Omit<ToldRefused, 'title'>, ways: Children): Page {
  const { t, refusal } = refused
  return {
    title: t('form.failed', { title: t('refused.title') }),
    status: statusOf(refusal),
    body: (
      <>
        <h1>{t('refused.title')}</h1>
        <RefusedNote {...refused} />
        <p class="row buttons">{ways}</p>
      </>
    ),
  }
}
