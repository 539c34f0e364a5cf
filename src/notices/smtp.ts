/** E-mail by SMTP. */
import { createTransport } from 'nodemailer'
import { Unavailable } from '../base/errors.ts'
import { no, ok } from '../base/result.ts'
import type { Send } from './message.ts'

export type SmtpSettings = {
  readonly host: string
  readonly port: number
  /** STARTTLS, which the server must offer; TLS from the first byte; or none. */
  readonly tls: 'required' | 'implicit' | 'never'
  /** Empty: without logging in. */
  readonly user: string
  readonly password: string
  readonly from: string
  /** For one step of the conversation; the whole is bounded by the signal. */
  readonly sendSeconds: number
  /** PEM of an authority beside those of Node. */
  readonly ca?: string
}

/** The server is asked anew for each message: there are few, and a connection that was kept might be dead. */
export function createSmtp(settings: SmtpSettings): Send {
  const { host, port, tls, user, password, from, sendSeconds, ca } = settings
  const milliseconds = Math.ceil(sendSeconds * 1000)
  const transport = createTransport({
    ...{ host, port, secure: tls === 'implicit', requireTLS: tls === 'required', ignoreTLS: tls === 'never' },
    ...(user && { auth: { user, pass: password } }),
    ...{ connectionTimeout: milliseconds, greetingTimeout: milliseconds, socketTimeout: milliseconds },
    dnsTimeout: milliseconds,
    tls: { minVersion: 'TLSv1.2', ...(ca && { ca }) },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.slice(from.lastIndexOf('@') + 1)
  return async ({ id, to, subject, text }, signal) => {
    try {
      await transport.sendMail({
        ...{ from: { name: '', address: from }, to: { name: '', address: to }, subject, text, signal },
        messageId: `<${id}@${domain}>`,
        // Nobody's absence is answered to a machine (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      return ok(undefined)
    } catch (error) {
      const { code, command, responseCode } = failureOf(error)
      const why = `SMTP ${responseCode ?? code ?? 'failed'} ${command ?? ''}`.trim()
      if (isForGood(command, responseCode)) return no({ why })
      throw new Unavailable(`The mail server did not take a message: ${why}.`)
    }
  }
}

/** What the server says of the recipient or the message holds for good; what it says of us, or of now, does not. */
function isForGood(command: string | undefined, code: number | undefined): boolean {
  return code !== undefined && code >= 500 && code < 600 && (command === 'RCPT TO' || command === 'DATA')
}

type Failure = { readonly code?: string; readonly command?: string; readonly responseCode?: number }

/** Never the message of the error: servers repeat the address in it. What has no code is a bug of ours. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof Error && ('code' in error || 'responseCode' in error))) throw error
  return error as Failure
}
