/** Why a card or an identity provider lets nobody in: `refusal.<key>.cause` and `.remedy`. */
import type { Texts } from '../../http/language.ts'

const AGAIN = {
  de: 'Melden Sie sich noch einmal an.',
  fr: 'Connectez-vous à nouveau.',
  nl: 'Meld u opnieuw aan.',
  en: 'Sign in again.',
}
const TRY_CARD = {
  de: 'Nehmen Sie eine gültige Karte einer belgischen Behörde, und wählen Sie ihr Zertifikat zur Anmeldung.',
  fr: 'Utilisez une carte valable d’une autorité belge, et choisissez son certificat d’authentification.',
  nl: 'Gebruik een geldige kaart van een Belgische overheid, en kies haar certificaat voor aanmelding.',
  en: 'Use the card of a Belgian authority that is still valid, and choose its certificate for authentication.',
}

// biome-ignore format: languages side by side
export const IDENTITY_REFUSALS = {
  'refusal.eidNoCard.cause':     { de: 'Es wurde keine Karte gezeigt.', fr: 'Aucune carte n’a été présentée.', nl: 'Er werd geen kaart getoond.', en: 'No card was shown.' },
  'refusal.eidNoCard.remedy':    { de: 'Legen Sie die Karte ein, und melden Sie sich noch einmal an.', fr: 'Insérez la carte, et connectez-vous à nouveau.', nl: 'Steek de kaart in en meld u opnieuw aan.', en: 'Insert the card, and sign in again.' },
  'refusal.eidUnreadable.cause': { de: 'Was der Kartenleser gesendet hat, ist keine Antwort einer eID-Karte.', fr: 'Ce que le lecteur a envoyé n’est pas la réponse d’une carte eID.', nl: 'Wat de kaartlezer stuurde, is geen antwoord van een eID-kaart.', en: 'What the card reader sent is no answer of an eID card.' },
  'refusal.eidUnreadable.remedy': AGAIN,
  'refusal.eidUntrusted.cause':  { de: 'Das Zertifikat stammt nicht von einer Stelle der belgischen eID.', fr: 'Le certificat n’a pas été émis par une autorité de l’eID belge.', nl: 'Het certificaat werd niet uitgegeven door een autoriteit van de Belgische eID.', en: 'The certificate was not issued by an authority of the Belgian eID.' },
  'refusal.eidUntrusted.remedy': TRY_CARD,
  'refusal.eidExpired.cause':    { de: 'Das Zertifikat der Karte oder ihres Ausstellers gilt jetzt nicht.', fr: 'Le certificat de la carte ou de son émetteur n’est pas valable maintenant.', nl: 'Het certificaat van de kaart of van haar uitgever is nu niet geldig.', en: 'The certificate of the card, or of its issuer, is not valid now.' },
  'refusal.eidExpired.remedy':   TRY_CARD,
  'refusal.eidUnfit.cause':      { de: 'Das ist kein Zertifikat zur Anmeldung.', fr: 'Ce n’est pas un certificat d’authentification.', nl: 'Dit is geen certificaat om aan te melden.', en: 'The certificate is not one for signing in.' },
  'refusal.eidUnfit.remedy':     TRY_CARD,
  'refusal.eidNoNumber.cause':   { de: 'Das Zertifikat enthält keine Nationalregisternummer.', fr: 'Le certificat ne contient pas de numéro de registre national.', nl: 'Het certificaat bevat geen rijksregisternummer.', en: 'The certificate holds no national number.' },
  'refusal.eidNoNumber.remedy':  TRY_CARD,
  'refusal.eidRevoked.cause':    { de: 'Das Zertifikat der Karte ist widerrufen.', fr: 'Le certificat de la carte est révoqué.', nl: 'Het certificaat van de kaart is ingetrokken.', en: 'The certificate of the card is revoked.' },
  'refusal.eidRevoked.remedy':   { de: 'Bitten Sie Ihre Gemeinde um eine neue Karte.', fr: 'Demandez une nouvelle carte à votre commune.', nl: 'Vraag uw gemeente om een nieuwe kaart.', en: 'Ask your municipality for a new card.' },
  'refusal.eidSignature.cause':  { de: 'Die Antwort der Karte gehört nicht zu dieser Anmeldung.', fr: 'La réponse de la carte n’appartient pas à cette connexion.', nl: 'Het antwoord van de kaart hoort niet bij deze aanmelding.', en: 'The answer of the card does not belong to this sign-in.' },
  'refusal.eidSignature.remedy': AGAIN,
  'refusal.eidUnchecked.cause':  { de: 'Ob die Karte noch gilt, lässt sich im Augenblick nicht feststellen.', fr: 'Il n’est pas possible pour le moment de savoir si la carte est encore valable.', nl: 'Of de kaart nog geldig is, kan op dit ogenblik niet worden nagegaan.', en: 'Whether the card is still valid cannot be found out at the moment.' },
  'refusal.eidUnchecked.remedy': { de: 'Versuchen Sie es in einigen Minuten noch einmal, oder melden Sie sich anders an.', fr: 'Réessayez dans quelques minutes, ou connectez-vous autrement.', nl: 'Probeer het over enkele minuten opnieuw, of meld u op een andere manier aan.', en: 'Try again in some minutes, or sign in another way.' },

  'refusal.providerNoNumber.cause':     { de: 'Der Identitätsdienst hat keine Nationalregisternummer mitgeteilt.', fr: 'Le service d’identité n’a pas communiqué de numéro de registre national.', nl: 'De identiteitsdienst deelde geen rijksregisternummer mee.', en: 'The identity provider did not tell a national number.' },
  'refusal.providerNoNumber.remedy':    { de: 'Erlauben Sie die Mitteilung, oder melden Sie sich anders an.', fr: 'Autorisez cette communication, ou connectez-vous autrement.', nl: 'Sta toe dat het wordt meegedeeld, of meld u anders aan.', en: 'Allow it to be told, or sign in another way.' },
} as const satisfies Texts
