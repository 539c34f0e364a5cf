import { Button, Buttons } from '../../../http/components/buttons.tsx'
import { Environments } from '../../../http/components/environments.tsx'
import { Facts, Id } from '../../../http/components/facts.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Section } from '../../../http/components/section.tsx'
import type { PausedService } from '../../../ledger/delivery-control.ts'
import type { Ask } from '../../ask.ts'
import { ReasonField } from '../../reason-field.tsx'
import { mayUse } from '../../role.ts'
import type { WatchedService } from '../../watch/watch.ts'
import { type Seen, waitOf } from './parts.tsx'

type PauseOrResumeProps = {
  readonly ask: Ask
  readonly path: string
  readonly paused: PausedService | null
  readonly waiting: number
  readonly reason: string
}

/** Who paused it and why, and for whom may the other way round. */
export function PauseOrResume({ ask, path, paused, waiting, reason }: PauseOrResumeProps) {
  const { t, formats, now, csrf, operator } = ask
  const mayChange = mayUse('operator', operator.role)
  if (!paused && !mayChange) return null
  const verb = paused ? 'resume' : 'pause'
  return (
    <Section id="change" title={t(`service.${verb}`)}>
      {paused && (
        <Note tone="warn">
          {t('service.pausedBy', {
            ...{ age: waitOf(formats, paused.pausedAt, now), actor: paused.actor, reason: paused.reason },
          })}
        </Note>
      )}
      {mayChange && (
        <Form action={path} csrf={csrf} labelledBy="change">
          <p class="hint">{t(`service.${verb}Effect`, { count: waiting })}</p>
          <ReasonField t={t} value={reason} />
          <Buttons>
            <Button name="change" value={verb}>
              {t(`service.${verb}`)}
            </Button>
          </Buttons>
        </Form>
      )}
    </Section>
  )
}

/** As the configuration has them now. */
export function ServiceSettings({ seen, service }: { readonly seen: Seen; readonly service: WatchedService }) {
  const { t, formats } = seen
  const { environments, target, retry, rate, concurrency } = service
  return (
    <Section id="settings" title={t('service.settings')}>
      <Facts
        facts={[
          [t('service.environments'), <Environments key="environments" letters={environments} />],
          [t('service.target'), <Id key="target">{target}</Id>],
          [
            t('service.retry'),
            t('service.retryText', {
              first: formats.duration(retry.firstSeconds),
              last: formats.duration(retry.lastSeconds),
              attempts: formats.number(retry.attempts),
            }),
          ],
          [t('service.rate'), t('service.rateText', { rate: formats.number(rate) })],
          [t('service.concurrency'), formats.number(concurrency)],
        ]}
      />
    </Section>
  )
}
