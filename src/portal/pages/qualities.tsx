/** Eigenschaften: activated and closed by the main access managers (matrix row 2). */
import type { Refusal } from '../../base/refusal.ts'
import type { EnterpriseNumber } from '../../batch/identifiers.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { SelectField } from '../../http/components/choice-field.tsx'
import { Empty } from '../../http/components/empty.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head, Section } from '../../http/components/section.tsx'
import { Badge, State } from '../../http/components/state.tsx'
import { Table } from '../../http/components/table.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import type { QualityRecord } from '../../registry/enterprise-record.ts'
import { labelOf } from '../access-ground.ts'
import type { Ask } from '../ask.ts'
import { activateQualityOf, listQualities } from '../operations/qualities.ts'
import { type PageAnswer, pageRoute } from '../page-route.ts'
import { enterprisePath, qualityPath } from '../places.ts'
import { cameBack, errorAt, FormRefused, isOfPage } from './form-refusal.tsx'
import { crumbsOf } from './scope.ts'

const PATH = '/enterprises/:enterpriseNumber/qualities'

type Typed = { readonly qualityCode: string; readonly employerId: string }

const SHOW = pageRoute({
  method: 'GET',
  path: PATH,
  row: 'changeQualities',
  handle: (ask) => qualitiesPage(ask, ask.params.enterpriseNumber, { qualityCode: '', employerId: '' }),
})

const ACTIVATE = pageRoute({
  method: 'POST',
  path: PATH,
  row: 'changeQualities',
  form: { qualityCode: 'text', employerId: 'text' },
  async handle({ form, ...ask }) {
    const { enterpriseNumber } = ask.params
    const activated = await activateQualityOf(ask, { enterpriseNumber, ...form })
    if (activated.ok) return { to: enterprisePath(enterpriseNumber, 'qualities'), done: 'qualityActivated' }
    if (isOfPage(activated.problem)) return activated.problem
    return qualitiesPage(ask, enterpriseNumber, form, activated.problem)
  },
})

export const QUALITIES_PAGES = [SHOW, ACTIVATE]

async function qualitiesPage(
  ask: Ask,
  enterpriseNumber: EnterpriseNumber,
  typed: Typed,
  refused?: Refusal,
): Promise<PageAnswer> {
  const { t } = ask
  const listed = await listQualities(ask, enterpriseNumber)
  if (!listed.ok) return listed.problem
  const title = t('qualities.title')
  return {
    ...cameBack(t, title, refused),
    crumbs: await crumbsOf(ask, { enterpriseNumber }, title),
    body: (
      <>
        <Head title={title} lead={t('qualities.lead')} />
        <FormRefused {...{ t, refused, labels: { employerId: t('qualities.employerId') } }} />
        <Listed {...{ ask, enterpriseNumber, qualities: listed.value }} />
        <Activation {...{ ask, enterpriseNumber, qualities: listed.value, typed, refused }} />
        <Unsupported ask={ask} />
      </>
    ),
  }
}

type Props = {
  readonly ask: Ask
  readonly enterpriseNumber: EnterpriseNumber
  readonly qualities: readonly QualityRecord[]
}

function Listed({ ask, enterpriseNumber, qualities }: Props) {
  const { t, formats, ground, language } = ask
  if (qualities.length === 0) return <Empty>{t('qualities.none')}</Empty>
  return (
    <Table
      caption={t('qualities.title')}
      rows={qualities}
      keyOf={({ qualityCode }) => qualityCode}
      columns={[
        {
          title: t('term.quality'),
          cell: ({ qualityCode, isDefault }) => (
            <span class="row">
              {labelOf(ground.access().qualities, qualityCode, language)}
              {isDefault && <Badge tone="off">{t('qualities.default')}</Badge>}
            </span>
          ),
        },
        { title: t('overview.state'), cell: ({ state }) => <QualityState t={t} state={state} /> },
        { title: t('term.senderNumber'), cell: ({ senderNumber }) => senderNumber ?? '–' },
        { title: t('qualities.employerId'), cell: ({ employerId }) => employerId ?? '–', isOptional: true },
        {
          title: t('qualities.since'),
          cell: ({ activatedAt }) => (activatedAt ? formats.date(activatedAt) : '–'),
          isOptional: true,
        },
        {
          title: t('qualities.close'),
          cell: ({ state, qualityCode }) =>
            state === 'active' ? (
              <ButtonLink kind="small" href={qualityPath({ enterpriseNumber, qualityCode }, 'closing')}>
                {t('qualities.close')}
                <span class="off">{` ${labelOf(ground.access().qualities, qualityCode, language)}`}</span>
              </ButtonLink>
            ) : (
              '–'
            ),
        },
      ]}
    />
  )
}

function QualityState({ t, state }: { readonly t: Ask['t']; readonly state: QualityRecord['state'] }) {
  if (state === 'active') return <State tone="plain">{t('qualities.state.active')}</State>
  return <State tone="off">{state === 'closed' ? t('qualities.state.closed') : t('qualities.state.inactive')}</State>
}

type ActivationProps = Props & { readonly typed: Typed; readonly refused: Refusal | undefined }

function Activation({ ask, enterpriseNumber, qualities, typed, refused }: ActivationProps) {
  const { t, csrf, ground, language } = ask
  const stateOf = (code: string) => qualities.find(({ qualityCode }) => qualityCode === code)?.state
  const all = ground.access().qualities.filter(({ code, holder }) => holder !== 'person' && stateOf(code) !== 'closed')
  // Those that are active come last: only their number can still be changed.
  const offered = all.toSorted((a, b) => Number(stateOf(a.code) === 'active') - Number(stateOf(b.code) === 'active'))
  const wordsOf = (code: string) => {
    const label = labelOf(offered, code, language)
    return stateOf(code) === 'active' ? t('qualities.isActive', { quality: label }) : label
  }
  return (
    <Section id="activate" title={t('qualities.activate')}>
      {offered.length === 0 ? (
        <Empty>{t('qualities.allActive')}</Empty>
      ) : (
        <Form action={enterprisePath(enterpriseNumber, 'qualities')} csrf={csrf} isPanel labelledBy="activate">
          <SelectField
            name="qualityCode"
            label={t('term.quality')}
            value={typed.qualityCode}
            options={offered.map(({ code }) => ({ value: code, label: wordsOf(code) }))}
          />
          <TextField
            name="employerId"
            label={t('qualities.employerId')}
            hint={t('qualities.employerIdHint')}
            value={typed.employerId}
            inputMode="numeric"
            lengthMax={20}
            {...errorAt(t, refused, 'employerId')}
          />
          <Buttons>
            <Button kind="main">{t('qualities.activate')}</Button>
          </Buttons>
        </Form>
      )}
    </Section>
  )
}

/** Said, and not left out: whoever looks for them should not look on. */
function Unsupported({ ask: { t, ground, language } }: { readonly ask: Ask }) {
  const ofPersons = ground.access().qualities.filter(({ holder }) => holder === 'person')
  if (ofPersons.length === 0) return null
  return (
    <Section id="unsupported" title={t('qualities.unsupported')}>
      <p>{t('qualities.unsupportedWhy')}</p>
      <ul class="points">
        {ofPersons.map(({ code }) => (
          <li key={code}>{labelOf(ofPersons, code, language)}</li>
        ))}
      </ul>
    </Section>
  )
}
