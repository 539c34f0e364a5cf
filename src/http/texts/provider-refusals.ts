/** What people read when an identity provider does not vouch for them. */
import type { Texts } from '../language.ts'

const AGAIN = {
  de: 'Melden Sie sich noch einmal an.',
  fr: 'Connectez-vous à nouveau.',
  nl: 'Meld u opnieuw aan.',
  en: 'Sign in again.',
}

// biome-ignore format: languages side by side
export const PROVIDER_REFUSALS = {
  'refusal.methodNotOffered.cause':  { de: 'Dieser Weg, sich anzumelden, wird hier nicht angeboten.', fr: 'Ce moyen de connexion n’est pas proposé ici.', nl: 'Deze manier van aanmelden wordt hier niet aangeboden.', en: 'This way of signing in is not offered here.' },
  'refusal.methodNotOffered.remedy': { de: 'Wählen Sie einen anderen Weg.', fr: 'Choisissez un autre moyen.', nl: 'Kies een andere manier.', en: 'Choose another way.' },
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
} as const satisfies Texts
