/** The end of a quality: for ever, and only when it has no sender number any more (case R19). */
import type { Refusal } from '../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Form } from '../../http/components/form.tsx'
import { Note } from '../../http/components/note.tsx'
import { Head } from '../../http/components/section.tsx'
import { labelOf } from '../access-ground.ts'
import type { Ask } from '../ask.ts'
import type { QualityAt } from '../operations/acting.ts'
import { closeQualityOf, listQualities } from '../operations/qualities.ts'
import { type PageAnswer, pageRoute } from '../page-route.ts'
import { enterprisePath, qualityPath } from '../places.ts'
import { cameBack, FormRefused, isOfPage } from './form-refusal.tsx'
import { crumbsOf } from './scope.ts'

const PATH = '/enterprises/:enterpriseNumber/qualities/:qualityCode/closing'

const SHOW = pageRoute({
  method: 'GET',
  path: PATH,
  row: 'changeQualities',
  handle: (ask) => closingPage(ask, ask.params),
})

const CLOSE = pageRoute({
  method: 'POST',
  path: PATH,
  row: 'changeQualities',
  form: { version: 'text' },
  async handle({ form, ...ask }) {
    const closed = await closeQualityOf(ask, { ...ask.params, expectedVersion: Number(form.version) })
    if (closed.ok) return { to: enterprisePath(ask.params.enterpriseNumber, 'qualities'), done: 'qualityClosed' }
    return isOfPage(closed.problem) ? closed.problem : closingPage(ask, ask.params, closed.problem)
  },
})

export const QUALITY_CLOSING_PAGES = [SHOW, CLOSE]

async function closingPage(ask: Ask, place: QualityAt, refused?: Refusal): Promise<PageAnswer> {
  const { t, csrf, ground, language } = ask
  const listed = await listQualities(ask, place.enterpriseNumber)
  if (!listed.ok) return listed.problem
  const quality = listed.value.find(({ qualityCode }) => qualityCode === place.qualityCode)
  if (quality?.state !== 'active') return refused ?? NOT_ACTIVE
  const title = t('qualities.closeTitle')
  const list = enterprisePath(place.enterpriseNumber, 'qualities')
  const above = { label: t('qualities.title'), href: list }
  const sends = quality.senderNumber !== null
  return {
    ...cameBack(t, title, refused),
    crumbs: await crumbsOf(ask, { enterpriseNumber: place.enterpriseNumber }, title, [above]),
    body: (
      <>
        <Head title={title} lead={labelOf(ground.access().qualities, place.qualityCode, language)} />
        <FormRefused {...{ t, refused, labels: {} }} />
        {sends && <StillSends {...{ ask, place, number: quality.senderNumber ?? '' }} />}
        <p>{t('qualities.closeEffect')}</p>
        <Form action={qualityPath(place, 'closing')} csrf={csrf} hidden={{ version: quality.version }}>
          <Buttons>
            {!sends && <Button kind="danger">{t('qualities.close')}</Button>}
            <ButtonLink kind="bare" href={list}>
              {t('button.cancel')}
            </ButtonLink>
          </Buttons>
        </Form>
      </>
    ),
  }
}

type StillProps = { readonly ask: Ask; readonly place: QualityAt; readonly number: string }

function StillSends({ ask: { t }, place, number }: StillProps) {
  return (
    <Note
      tone="warn"
      action={<ButtonLink href={qualityPath(place, 'structured-reports')}>{t('nav.reports')}</ButtonLink>}
    >
      {t('qualities.stillSends', { number })}
    </Note>
  )
}

const NOT_ACTIVE: Refusal = {
  code: 'SLU-STATE',
  cause: 'This quality is not active.',
  remedy: 'The main access manager or a co-main access manager activates it.',
  told: { key: 'qualityNotActive' },
}
