/** How messages to people leave, as `messages` has it: read now and after each reload, with the secrets that it names. */
import type { Config } from '../config/schema.ts'
import { readSecret } from '../config/secret.ts'
import { createFileSink } from '../notices/file-sink.ts'
import type { Outbox } from '../notices/outbox.ts'
import { createSmsGateway } from '../notices/sms-gateway.ts'
import { createSmtp } from '../notices/smtp.ts'
import { createWebhook } from '../notices/webhook.ts'
import type { Ground } from './ground.ts'
import { orTold } from './or-told.ts'

export type Sending = Pick<Outbox, 'ways' | 'attemptsMax' | 'sendSeconds'>

/** A message that is leaving ends as it began. Secrets that cannot be read any more leave what was before in force. */
export async function liveSending({ live, log }: Pick<Ground, 'live' | 'log'>): Promise<() => Sending> {
  let sending = await sendingOf(live.current())
  live.onReload(async (config) => {
    sending = (await orTold(() => sendingOf(config), log)) ?? sending
  })
  return () => sending
}

async function sendingOf({ messages, alarms }: Config): Promise<Sending> {
  const { folder, mail, sms, attempts, sendSeconds } = messages
  const { url, tokenFile } = alarms.webhook
  const files = createFileSink(folder)
  const { host, port, tls, user, from } = mail
  const secretIn = async (path: string) => (path === '' ? '' : await readSecret(path))
  return {
    ...{ attemptsMax: attempts, sendSeconds },
    ways: {
      mail:
        mail.via === 'file'
          ? files
          : createSmtp({ host, port, tls, user, from, sendSeconds, password: await secretIn(mail.passwordFile) }),
      sms: sms.via === 'file' ? files : createSmsGateway({ url: sms.url, token: await secretIn(sms.tokenFile) }),
      webhook: createWebhook({ url, token: await secretIn(tokenFile) }),
    },
  }
}
