import { type Refusal, refusal } from '../../base/refusal.ts'

function refused(key: string, cause: string, remedy: string): Refusal {
  return refusal('SLU-LOGIN', cause, remedy, { key })
}

const TRY_CARD =
  'Use the card of a Belgian authority that is still valid, and choose its certificate for authentication.'

/** Why an eID card does not let somebody in; none repeats anything of the card. */
export const EID_REFUSAL = {
  unreadable: refused('eidUnreadable', 'What the card reader sent is no answer of an eID card.', 'Sign in again.'),
  untrusted: refused('eidUntrusted', 'The certificate was not issued by an authority of the Belgian eID.', TRY_CARD),
  expired: refused('eidExpired', 'The certificate of the card, or of its issuer, is not valid now.', TRY_CARD),
  unfit: refused('eidUnfit', 'The certificate is not one for signing in.', TRY_CARD),
  noNumber: refused('eidNoNumber', 'The certificate holds no national number.', TRY_CARD),
  revoked: refused('eidRevoked', 'The certificate of the card is revoked.', 'Ask your municipality for a new card.'),
  signature: refused('eidSignature', 'The answer of the card does not belong to this sign-in.', 'Sign in again.'),
  unchecked: refusal(
    'SLU-BUSY',
    'Whether the card is still valid cannot be found out at the moment.',
    'Try again in some minutes, or sign in another way.',
    { key: 'eidUnchecked' },
  ),
} as const
