/** An app that waits for its first code: a picture for the camera, and the secret for who types it (spec access.md §8.4). */
import { Facts, Id } from './components/facts.tsx'
import { QrCode } from './components/qr-code.tsx'
import type { Speak } from './language.ts'
import type { CREDENTIALS } from './texts/credentials.ts'

type CodeAppProps = {
  readonly t: Speak<keyof typeof CREDENTIALS>
  /** For the picture, and in Base32. */
  readonly app: { readonly uri: string; readonly secret: string }
}

export function CodeAppPicture({ t, app }: CodeAppProps) {
  return (
    <>
      <ol class="how">
        <li>{t('codeApp.install')}</li>
        <li>{t('codeApp.scan')}</li>
        <li>{t('codeApp.type')}</li>
      </ol>
      <QrCode text={app.uri} title={t('codeApp.picture')} />
      <Facts facts={[[t('codeApp.secret'), <Id>{grouped(app.secret)}</Id>]]} />
    </>
  )
}

/** Groups of four are easier to type. */
function grouped(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret
}
