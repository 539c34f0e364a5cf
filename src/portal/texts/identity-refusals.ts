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
  'refusal.methodNotOffered.cause':  { de: 'Dieser Weg, sich anzumelden, wird hier nicht angeboten.', fr: 'Ce moyen de connexion n’est pas proposé ici.', nl: 'Deze manier van aanmelden wordt hier niet aangeboden.', en: 'This way of signing in is not offered here.' },
  'refusal.methodNotOffered.remedy': { de: 'Wählen Sie einen anderen Weg.', fr: 'Choisissez un autre moyen.', nl: 'Kies een andere manier.', en: 'Choose another way.' },
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

  'refusal.providerCancelled.cause':    { de: 'Die Anmeldung wurde abgebrochen.', fr: 'La connexion a été annulée.', nl: 'De aanmelding werd afgebroken.', en: 'The sign-in was cancelled.' },
  'refusal.providerCancelled.remedy':   { de: 'Melden Sie sich noch einmal oder anders an.', fr: 'Connectez-vous à nouveau, ou autrement.', nl: 'Meld u opnieuw of anders aan.', en: 'Sign in again, or another way.' },
  'refusal.providerNotFinished.cause':  { de: 'Die Anmeldung beim Identitätsdienst wurde nicht beendet.', fr: 'La connexion auprès du service d’identité n’a pas été terminée.', nl: 'De aanmelding bij de identiteitsdienst werd niet afgerond.', en: 'The sign-in was not finished with the identity provider.' },
  'refusal.providerNotFinished.remedy': AGAIN,
  'refusal.providerUnavailable.cause':  { de: 'Der Identitätsdienst ist im Augenblick nicht erreichbar.', fr: 'Le service d’identité n’est pas accessible pour le moment.', nl: 'De identiteitsdienst is momenteel niet bereikbaar.', en: 'The identity provider cannot be reached at the moment.' },
  'refusal.providerUnavailable.remedy': { de: 'Versuchen Sie es in einigen Minuten noch einmal, oder melden Sie sich anders an.', fr: 'Réessayez dans quelques minutes, ou connectez-vous autrement.', nl: 'Probeer het over enkele minuten opnieuw, of meld u op een andere manier aan.', en: 'Try again in some minutes, or sign in another way.' },
  'refusal.providerRefuses.cause':      { de: 'Der Identitätsdienst nimmt unsere Anfrage nicht an.', fr: 'Le service d’identité n’accepte pas notre demande.', nl: 'De identiteitsdienst aanvaardt ons verzoek niet.', en: 'The identity provider does not accept our request.' },
  'refusal.providerRefuses.remedy':     { de: 'Melden Sie sich anders an, und sagen Sie es der Hotline.', fr: 'Connectez-vous autrement, et prévenez le support.', nl: 'Meld u anders aan en laat het de helpdesk weten.', en: 'Sign in another way, and tell the support desk.' },
  'refusal.providerExpired.cause':      { de: 'Diese Anmeldung hat zu lange gedauert oder wurde schon beendet.', fr: 'Cette connexion a pris trop de temps, ou a déjà été terminée.', nl: 'Deze aanmelding duurde te lang of werd al afgerond.', en: 'This sign-in took too long, or was finished already.' },
  'refusal.providerExpired.remedy':     AGAIN,
  'refusal.providerMismatch.cause':     { de: 'Die Antwort gehört nicht zu der Anmeldung, die hier begonnen wurde.', fr: 'La réponse n’appartient pas à la connexion commencée ici.', nl: 'Het antwoord hoort niet bij de aanmelding die hier werd begonnen.', en: 'The answer does not belong to the sign-in that was begun here.' },
  'refusal.providerMismatch.remedy':    AGAIN,
  'refusal.providerUnbelieved.cause':   { de: 'Der Antwort des Identitätsdienstes ist nicht zu glauben.', fr: 'La réponse du service d’identité n’est pas digne de foi.', nl: 'Het antwoord van de identiteitsdienst is niet geloofwaardig.', en: 'The answer of the identity provider cannot be believed.' },
  'refusal.providerUnbelieved.remedy':  { de: 'Melden Sie sich noch einmal an; geschieht es wieder, melden Sie sich anders an, und sagen Sie es der Hotline.', fr: 'Connectez-vous à nouveau ; si cela se reproduit, connectez-vous autrement et prévenez le support.', nl: 'Meld u opnieuw aan; gebeurt het weer, meld u dan anders aan en laat het de helpdesk weten.', en: 'Sign in again; if it happens again, sign in another way and tell the support desk.' },
  'refusal.providerTooWeak.cause':      { de: 'Die Anmeldung beim Identitätsdienst war nicht sicher genug.', fr: 'La connexion auprès du service d’identité n’était pas assez forte.', nl: 'De aanmelding bij de identiteitsdienst was niet sterk genoeg.', en: 'The sign-in with the identity provider was not strong enough.' },
  'refusal.providerTooWeak.remedy':     { de: 'Melden Sie sich auf einem sichereren Weg noch einmal an.', fr: 'Connectez-vous à nouveau, avec un moyen plus fort.', nl: 'Meld u opnieuw aan met een sterker middel.', en: 'Sign in again, with a stronger means.' },
  'refusal.providerNoNumber.cause':     { de: 'Der Identitätsdienst hat keine Nationalregisternummer mitgeteilt.', fr: 'Le service d’identité n’a pas communiqué de numéro de registre national.', nl: 'De identiteitsdienst deelde geen rijksregisternummer mee.', en: 'The identity provider did not tell a national number.' },
  'refusal.providerNoNumber.remedy':    { de: 'Erlauben Sie die Mitteilung, oder melden Sie sich anders an.', fr: 'Autorisez cette communication, ou connectez-vous autrement.', nl: 'Sta toe dat het wordt meegedeeld, of meld u anders aan.', en: 'Allow it to be told, or sign in another way.' },
} as const satisfies Texts
