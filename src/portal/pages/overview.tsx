/** The overview of an enterprise: may it send, what needs attention, and where to go from here. */
import { ButtonLink } from '../../http/components/buttons.tsx'
import { Facts } from '../../http/components/facts.tsx'
import { Note } from '../../http/components/note.tsx'
import { Head, Section } from '../../http/components/section.tsx'
import { Badge } from '../../http/components/state.tsx'
import type { HeldRole } from '../../registry/policy/decide.ts'
import { labelOf } from '../access-ground.ts'
import type { Ask } from '../ask.ts'
import { type Overview, overviewOf } from '../operations/overview.ts'
import { pageRoute } from '../page-route.ts'
import { enterprisePath } from '../places.ts'
import type { TextKey } from '../texts.ts'
import { Attention } from './overview/attention.tsx'
import { Qualities, SendingAnswer } from './overview/sending.tsx'
import { shownNumber } from './scope.ts'

export const OVERVIEW_PAGE = pageRoute({
  method: 'GET',
  path: '/enterprises/:enterpriseNumber',
  row: 'oneself',
  async handle(ask) {
    const seen = await overviewOf(ask, ask.params.enterpriseNumber)
    if (!seen.ok) return seen.problem
    const overview = seen.value
    const { legalName } = overview.record
    const isManager = overview.managed === null || overview.managed.length > 0
    return {
      title: legalName,
      crumbs: [{ label: `${legalName}, ${shownNumber(overview.record.enterpriseNumber)}` }],
      body: (
        <>
          <OverviewHead {...{ ask, overview, isManager }} />
          {isManager && <SendingAnswer {...{ ask, overview }} />}
          {isManager && <Attention {...{ ask, overview }} />}
          {isManager && <Qualities {...{ ask, overview }} />}
          <OwnRoles ask={ask} roles={overview.roles} />
        </>
      ),
    }
  },
})

type Props = { readonly ask: Ask; readonly overview: Overview; readonly isManager: boolean }

const STATES: Readonly<Record<'pendingActivation' | 'suspended' | 'closed', TextKey>> = {
  pendingActivation: 'overview.pendingActivation',
  suspended: 'overview.suspended',
  closed: 'overview.closed',
}

function OverviewHead({ ask: { t }, overview, isManager }: Props) {
  const { record, managed, unread } = overview
  const { enterpriseNumber, state } = record
  return (
    <>
      <Head
        title={record.legalName}
        lead={t('overview.number', { number: shownNumber(enterpriseNumber) })}
        actions={
          <>
            {unread !== null && !isManager && (
              <ButtonLink href={enterprisePath(enterpriseNumber, 'notices')}>{t('nav.notices')}</ButtonLink>
            )}
            {managed === null && (
              <ButtonLink href={enterprisePath(enterpriseNumber, 'qualities')}>{t('qualities.title')}</ButtonLink>
            )}
            {isManager && (
              <ButtonLink href={enterprisePath(enterpriseNumber, 'settings')}>{t('settings.title')}</ButtonLink>
            )}
          </>
        }
      />
      {state !== 'active' && <Note tone="warn">{t(STATES[state])}</Note>}
    </>
  )
}

/** What oneself holds here. */
function OwnRoles({ ask, roles }: { readonly ask: Ask; readonly roles: readonly HeldRole[] }) {
  const { t } = ask
  return (
    <Section id="roles" title={t('overview.ownRoles')}>
      <Facts
        facts={roles.map((held) => [
          held.qualityCode === null ? t('assistants.allQualities') : qualityIn(ask, held.qualityCode),
          <OwnRole key={held.role} {...{ ask, held }} />,
        ])}
      />
    </Section>
  )
}

function OwnRole({ ask: { t }, held }: { readonly ask: Ask; readonly held: HeldRole }) {
  const { role, grants = [], isAutomatic } = held
  return (
    <span class="row">
      {t(`role.${role}`)}
      {isAutomatic && <Badge tone="off">{t('assistants.automatic')}</Badge>}
      {grants.length > 0 && <span class="id">{grants.join(', ')}</span>}
    </span>
  )
}

function qualityIn({ ground, language }: Ask, code: string): string {
  return labelOf(ground.access().qualities, code, language)
}
