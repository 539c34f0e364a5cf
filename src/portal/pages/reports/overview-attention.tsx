import { ButtonLink } from '../../../http/components/buttons.tsx'
import { Section } from '../../../http/components/section.tsx'
import { type Todo, TodoList } from '../../../http/components/todo.tsx'
import { type Attention, attentionOf } from '../../reports-standing.ts'
import type { Overview } from './overview-parts.ts'
import { isOpen, reportsPath } from './place.ts'
import { CHANNEL_WORDS, proofName } from './words.ts'

/** What needs a person; left out when nothing does. */
export function AttentionPart(shown: Overview) {
  const { t } = shown.ask
  const todos = attentionOf(shown.reports).map((attention) => todoOf(attention, shown))
  if (todos.length === 0) return null
  return (
    <Section id="attention" title={t('reports.attention')}>
      <TodoList todos={todos} />
    </Section>
  )
}

function todoOf(attention: Attention, shown: Overview): Todo {
  const { ask } = shown
  const { t } = ask
  switch (attention.kind) {
    case 'ending':
      return endingTodo(attention, shown)
    case 'expired':
    case 'revoked':
    case 'waiting':
      return proofTodo(attention, shown)
    case 'suspended': {
      const { type } = attention.channel
      const channel = t(CHANNEL_WORDS[type])
      const action = may(shown, 'changeChannels', `channels/${type}/resume`, t('reports.do.resume'))
      return { key: type, tone: 'warn', what: t('reports.todo.suspended', { channel }), action }
    }
    case 'noKey': {
      const action = may(shown, 'changeProofs', 'ssh-keys/add', t('reports.do.addKey'))
      return { key: 'noKey', tone: 'bad', icon: 'key', what: t('reports.todo.noKey'), action }
    }
    case 'noTechnicalUser': {
      const action = may(shown, 'setUpReports', 'technical-user', t('button.change'))
      return { key: 'contact', tone: 'warn', what: t('reports.todo.noTechnicalUser'), action }
    }
  }
}

function endingTodo({ proof, successor }: Extract<Attention, { kind: 'ending' }>, shown: Overview): Todo {
  const { ask, activity } = shown
  const { t, formats } = ask
  const use = activity.certificates.find(({ sha256 }) => sha256 === proof.sha256)
  const values = { name: proofName(proof), until: formats.date(proof.notAfter), sets: use?.sets ?? 0 }
  const label = successor ? t('reports.do.whoSigns') : t('reports.do.addCertificate')
  const path = successor ? `certificates/${proof.sha256}` : 'certificates/add'
  return {
    ...{ key: proof.sha256, tone: 'warn', what: t('reports.todo.ending', { days: proof.daysLeft }) },
    why: (
      <>
        {t('reports.todo.endingWhy', values)}{' '}
        {successor ? t('reports.todo.successor', { name: proofName(successor) }) : t('reports.todo.noSuccessor')}
      </>
    ),
    action: may(shown, 'changeProofs', path, label),
  }
}

const PROOF_TODOS = {
  expired: { tone: 'bad', what: 'reports.todo.expired' },
  revoked: { tone: 'bad', what: 'reports.todo.revoked' },
  waiting: { tone: 'warn', what: 'reports.todo.waiting' },
} as const

function proofTodo({ kind, proof }: Extract<Attention, { kind: keyof typeof PROOF_TODOS }>, shown: Overview): Todo {
  const { t } = shown.ask
  const { tone, what } = PROOF_TODOS[kind]
  const action = may(shown, 'changeProofs', `certificates/${proof.sha256}`, t('reports.do.look'))
  return { key: proof.sha256, tone, what: t(what, { name: proofName(proof) }), action }
}

function may({ ask }: Overview, action: Parameters<typeof isOpen>[1], path: string, label: string) {
  return isOpen(ask, action) && <ButtonLink href={reportsPath(ask, path)}>{label}</ButtonLink>
}
