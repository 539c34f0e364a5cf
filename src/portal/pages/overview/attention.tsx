/** What needs a person, worst first; nothing when nothing does. */
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Section } from '../../../http/components/section.tsx'
import { type Todo, TodoList } from '../../../http/components/todo.tsx'
import { labelOf } from '../../access-ground.ts'
import type { Ask } from '../../ask.ts'
import type { Overview } from '../../operations/overview.ts'
import { enterprisePath, qualityPath } from '../../places.ts'

type Props = { readonly ask: Ask; readonly overview: Overview }

export function Attention({ ask, overview }: Props) {
  const { t } = ask
  const all = [...certificates(ask, overview), ...profiles(ask, overview), ...passwords(ask, overview)]
  const todos = [...all, ...unread(ask, overview)]
  const ordered = [...todos.filter(({ tone }) => tone === 'bad'), ...todos.filter(({ tone }) => tone !== 'bad')]
  return (
    <Section id="attention" title={t('overview.attention')}>
      {ordered.length === 0 ? <Empty>{t('overview.nothing')}</Empty> : <TodoList todos={ordered} />}
    </Section>
  )
}

function certificates({ t, formats, ground, language }: Ask, { certificates: ending, record }: Overview): Todo[] {
  return ending.map(({ label, qualityCode, senderNumber, daysLeft, notAfter }) => ({
    key: `certificate ${senderNumber} ${notAfter.toISOString()} ${label}`,
    tone: daysLeft < 0 ? 'bad' : 'warn',
    what:
      daysLeft < 0
        ? t('overview.certificateOver', { on: formats.date(notAfter) })
        : t('overview.certificateEnds', { days: daysLeft }),
    why: [label, labelOf(ground.access().qualities, qualityCode, language)].filter(Boolean).join(', '),
    action: (
      <ButtonLink href={qualityPath({ enterpriseNumber: record.enterpriseNumber, qualityCode }, 'structured-reports')}>
        {t('overview.replace')}
      </ButtonLink>
    ),
  }))
}

function passwords({ t, formats }: Ask, { passwords: unused, record }: Overview): Todo[] {
  return unused.map(({ qualityCode, qualityUserId, lastName, firstName, expiresAt }) => ({
    key: `password ${qualityUserId}`,
    tone: 'doubt',
    icon: 'key',
    what: t('overview.passwordUnused', { name: `${firstName} ${lastName}` }),
    why: t('overview.passwordUntil', { until: formats.dateTime(expiresAt) }),
    action: (
      <ButtonLink
        href={qualityPath({ enterpriseNumber: record.enterpriseNumber, qualityCode }, `users/${qualityUserId}`)}
      >
        {t('overview.look')}
      </ButtonLink>
    ),
  }))
}

/** The profile is made by a form on a page of its own, which says what it is. */
function profiles({ t, ground, language }: Ask, { withoutProfile, record }: Overview): Todo[] {
  return withoutProfile.map(({ qualityCode }) => ({
    key: `profile ${qualityCode}`,
    tone: 'warn',
    what: t('overview.profileMissing', { quality: labelOf(ground.access().qualities, qualityCode, language) }),
    why: t('overview.profileWhy'),
    action: (
      <ButtonLink href={qualityPath({ enterpriseNumber: record.enterpriseNumber, qualityCode }, 'own-profile')}>
        {t('ownProfile.make')}
      </ButtonLink>
    ),
  }))
}

function unread({ t }: Ask, { unread: count, record }: Overview): Todo[] {
  if (count === null || count === 0) return []
  return [
    {
      ...{ key: 'unread', tone: 'doubt', icon: 'note', what: t('overview.unread', { count }) },
      action: <ButtonLink href={enterprisePath(record.enterpriseNumber, 'notices')}>{t('overview.read')}</ButtonLink>,
    },
  ]
}
