/** Settings of an enterprise: where it is told of notices (row 23), and whether a password alone is enough (row 14). */
import type { Refusal } from '../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Facts } from '../../http/components/facts.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head, Section } from '../../http/components/section.tsx'
import { State } from '../../http/components/state.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import type { EnterpriseRecord } from '../../registry/enterprise-record.ts'
import type { Ask } from '../ask.ts'
import { changeNotificationEmail, changePasswordLogin, readEnterprise } from '../operations/enterprises.ts'
import { type PageAnswer, pageRoute } from '../page-route.ts'
import { enterprisePath } from '../places.ts'
import { cameBack, errorAt, FormRefused, isOfPage } from './form-refusal.tsx'
import { crumbsOf } from './scope.ts'

const PATH = '/enterprises/:enterpriseNumber/settings'
const SWITCH = '/enterprises/:enterpriseNumber/settings/password-login'

const SHOW = pageRoute({
  method: 'GET',
  path: PATH,
  row: 'changeNotificationEmail',
  handle: (ask) => settingsPage(ask, ask.params.enterpriseNumber),
})

const CHANGE = pageRoute({
  method: 'POST',
  path: PATH,
  row: 'changeNotificationEmail',
  form: { email: 'text', version: 'text' },
  async handle({ form, ...ask }) {
    const { enterpriseNumber } = ask.params
    const change = { enterpriseNumber, email: form.email || null, expectedVersion: Number(form.version) }
    const changed = await changeNotificationEmail(ask, change)
    if (changed.ok) return { to: enterprisePath(enterpriseNumber, 'settings'), done: 'saved' }
    if (isOfPage(changed.problem)) return changed.problem
    return settingsPage(ask, enterpriseNumber, form.email, changed.problem)
  },
})

const SHOW_SWITCH = pageRoute({
  method: 'GET',
  path: SWITCH,
  row: 'switchPasswordLogin',
  handle: (ask) => switchPage(ask, ask.params.enterpriseNumber),
})

const RUN_SWITCH = pageRoute({
  method: 'POST',
  path: SWITCH,
  row: 'switchPasswordLogin',
  form: { enabled: 'text', version: 'text' },
  async handle({ form, ...ask }) {
    const { enterpriseNumber } = ask.params
    const change = { enterpriseNumber, enabled: form.enabled === 'on', expectedVersion: Number(form.version) }
    const changed = await changePasswordLogin(ask, change)
    if (changed.ok) return { to: enterprisePath(enterpriseNumber, 'settings'), done: 'saved' }
    return isOfPage(changed.problem) ? changed.problem : switchPage(ask, enterpriseNumber, changed.problem)
  },
})

export const SETTINGS_PAGES = [SHOW, CHANGE, SHOW_SWITCH, RUN_SWITCH]

async function settingsPage(
  ask: Ask,
  enterpriseNumber: string,
  typed?: string,
  refused?: Refusal,
): Promise<PageAnswer> {
  const { t } = ask
  const found = await readEnterprise(ask, enterpriseNumber)
  if (!found.ok) return found.problem
  const record = found.value
  const title = t('settings.title')
  return {
    ...cameBack(t, title, refused),
    crumbs: await crumbsOf(ask, { enterpriseNumber }, title),
    body: (
      <>
        <Head title={title} />
        <FormRefused {...{ t, refused, labels: { email: t('settings.email') } }} />
        <EmailForm {...{ ask, record, typed, refused }} />
        <PasswordLogin {...{ ask, record }} />
      </>
    ),
  }
}

type Props = { readonly ask: Ask; readonly record: EnterpriseRecord }
type EmailProps = Props & { readonly typed: string | undefined; readonly refused: Refusal | undefined }

function EmailForm({ ask: { t, csrf }, record, typed, refused }: EmailProps) {
  const { enterpriseNumber, notificationEmail, version } = record
  return (
    <Section id="notification" title={t('settings.notification')}>
      <Form
        action={enterprisePath(enterpriseNumber, 'settings')}
        csrf={csrf}
        labelledBy="notification"
        hidden={{ version }}
      >
        <TextField
          name="email"
          type="email"
          label={t('settings.email')}
          hint={t('settings.emailHint')}
          value={typed ?? notificationEmail ?? ''}
          lengthMax={254}
          {...errorAt(t, refused, 'email')}
        />
        <Buttons>
          <Button kind="main">{t('button.save')}</Button>
        </Buttons>
      </Form>
    </Section>
  )
}

function PasswordLogin({ ask, record }: Props) {
  const { t, roles } = ask
  const { enterpriseNumber, passwordLoginEnabled } = record
  const isMain = roles.some((held) => held.enterpriseNumber === enterpriseNumber && held.role === 'mainAccessManager')
  return (
    <Section id="password-login" title={t('settings.passwordLogin')}>
      <Facts
        facts={[
          [
            t('overview.state'),
            passwordLoginEnabled ? (
              <State tone="plain">{t('settings.passwordOn')}</State>
            ) : (
              <State tone="off">{t('settings.passwordOff')}</State>
            ),
          ],
        ]}
      />
      {isMain ? (
        <p class="row">
          <ButtonLink href={enterprisePath(enterpriseNumber, 'settings/password-login')}>
            {passwordLoginEnabled ? t('settings.switchOff') : t('settings.switchOn')}
          </ButtonLink>
        </p>
      ) : (
        <p class="hint">{t('settings.onlyMain')}</p>
      )}
    </Section>
  )
}

/** All effects are said before. */
async function switchPage(ask: Ask, enterpriseNumber: string, refused?: Refusal): Promise<PageAnswer> {
  const { t, csrf } = ask
  const found = await readEnterprise(ask, enterpriseNumber)
  if (!found.ok) return found.problem
  const { passwordLoginEnabled, version } = found.value
  const title = passwordLoginEnabled ? t('settings.switchOff') : t('settings.switchOn')
  const above = { label: t('settings.title'), href: enterprisePath(enterpriseNumber, 'settings') }
  const effects = passwordLoginEnabled
    ? ([
        t('settings.off.sessions'),
        t('settings.off.reset'),
        t('settings.off.app'),
        t('settings.off.channels'),
      ] as const)
    : ([t('settings.on.again')] as const)
  return {
    ...cameBack(t, title, refused),
    crumbs: await crumbsOf(ask, { enterpriseNumber }, title, [above]),
    body: (
      <>
        <Head title={title} lead={t('settings.effects')} />
        <FormRefused {...{ t, refused, labels: {} }} />
        <ul class="points">
          {effects.map((effect) => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
        <Form
          action={enterprisePath(enterpriseNumber, 'settings/password-login')}
          csrf={csrf}
          hidden={{ version, enabled: passwordLoginEnabled ? 'off' : 'on' }}
        >
          <Buttons>
            <Button kind={passwordLoginEnabled ? 'danger' : 'main'}>{title}</Button>
            <ButtonLink kind="bare" href={above.href}>
              {t('button.cancel')}
            </ButtonLink>
          </Buttons>
        </Form>
      </>
    ),
  }
}
