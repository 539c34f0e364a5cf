/** Why somebody is not let in: `refusal.<key>.cause` and `.remedy`. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const SIGN_IN_REFUSALS = {
  'refusal.wrongCredentials.cause': {
    de: 'Dieser Benutzername ist mit diesem Kennwort oder Code nicht bekannt.',
    fr: 'Ce nom d’utilisateur n’est pas connu avec ce mot de passe ou ce code.',
    nl: 'Deze gebruikersnaam is niet bekend met dit wachtwoord of deze code.',
    en: 'This user name with this password or code is not known.',
  },
  'refusal.wrongCredentials.remedy': {
    de: 'Geben Sie es noch einmal ein. Ein neues Kennwort setzt Ihnen ein Zugangsverwalter Ihres Unternehmens.',
    fr: 'Essayez à nouveau. Un gestionnaire d’accès de votre entreprise peut définir un nouveau mot de passe.',
    nl: 'Typ het opnieuw. Een toegangsbeheerder van uw onderneming kan een nieuw wachtwoord instellen.',
    en: 'Type it again; a new password can be set by an access manager of your enterprise.',
  },
  'refusal.tooManyBegun.cause': {
    de: 'Von Ihrer Adresse aus wurden zu viele Anmeldungen begonnen.',
    fr: 'Trop de connexions ont été commencées depuis votre adresse.',
    nl: 'Vanaf uw adres zijn te veel aanmeldingen begonnen.',
    en: 'Too many sign-ins were begun from your address.',
  },
  'refusal.tooManyBegun.remedy': {
    de: 'Warten Sie {seconds, plural, one {eine Sekunde} other {# Sekunden}}, und versuchen Sie es dann noch einmal, oder melden Sie sich mit einem Kennwort an.',
    fr: 'Attendez {seconds, plural, one {une seconde} other {# secondes}}, puis réessayez, ou connectez-vous avec un mot de passe.',
    nl: 'Wacht {seconds, plural, one {één seconde} other {# seconden}} en probeer het dan opnieuw, of meld u aan met een wachtwoord.',
    en: 'Wait {seconds, plural, one {one second} other {# seconds}}, then try again, or sign in with a password.',
  },
  'refusal.notAdmitted.cause': {
    de: 'Sie sind hier nicht registriert oder dürfen sich nicht anmelden.',
    fr: 'Vous n’êtes pas enregistré ici, ou ne pouvez pas vous connecter.',
    nl: 'U bent hier niet geregistreerd of mag zich niet aanmelden.',
    en: 'You are not registered here, or may not sign in.',
  },
  'refusal.notAdmitted.remedy': {
    de: 'Bitten Sie einen Zugangsverwalter Ihres Unternehmens, Sie zu registrieren.',
    fr: 'Demandez à un gestionnaire d’accès de votre entreprise de vous enregistrer.',
    nl: 'Vraag een toegangsbeheerder van uw onderneming om u te registreren.',
    en: 'Ask an access manager of your enterprise to register you.',
  },
  'refusal.noRole.cause': {
    de: 'Sie haben zurzeit in keinem Unternehmen eine Rolle.',
    fr: 'Vous n’avez actuellement de rôle dans aucune entreprise.',
    nl: 'U hebt momenteel in geen enkele onderneming een rol.',
    en: 'You hold no role in any enterprise at present.',
  },
  'refusal.noRole.remedy': {
    de: 'Wenden Sie sich an einen Zugangsverwalter Ihres Unternehmens.',
    fr: 'Adressez-vous à un gestionnaire d’accès de votre entreprise.',
    nl: 'Vraag het aan een toegangsbeheerder van uw onderneming.',
    en: 'Ask an access manager of your enterprise.',
  },
  'refusal.passwordLoginDisabled.cause': {
    de: 'Ein Kennwort allein genügt hier nicht.',
    fr: 'Un mot de passe seul ne suffit pas ici.',
    nl: 'Een wachtwoord alleen volstaat hier niet.',
    en: 'A password alone is not enough here.',
  },
  'refusal.passwordLoginDisabled.remedy': {
    de: 'Melden Sie sich mit eID, itsme oder einem Code aus Ihrer App an.',
    fr: 'Connectez-vous avec l’eID, itsme ou un code de votre application.',
    nl: 'Meld u aan met eID, itsme of een code uit uw app.',
    en: 'Sign in with eID, itsme or a code from your app.',
  },
  'refusal.givenElsewhere.cause': {
    de: 'Ihr Kennwort und Ihre App haben Sie über ein anderes Unternehmen bekommen; sie öffnen nicht, was Sie hier haben.',
    fr: 'Vous avez reçu votre mot de passe et votre application par une autre entreprise ; ils n’ouvrent pas ce que vous avez ici.',
    nl: 'U hebt uw wachtwoord en uw app via een andere onderneming gekregen; ze openen niet wat u hier hebt.',
    en: 'Your password and your app were given through another enterprise, and do not open what is yours here.',
  },
  'refusal.givenElsewhere.remedy': {
    de: 'Melden Sie sich mit eID, itsme oder CSAM an und wählen Sie Kennwort und App neu; oder bitten Sie Ihren Zugangsverwalter um einen neuen Link und Code.',
    fr: 'Connectez-vous avec l’eID, itsme ou CSAM et choisissez à nouveau mot de passe et application ; ou demandez un nouveau lien et un nouveau code à votre gestionnaire d’accès.',
    nl: 'Meld u aan met eID, itsme of CSAM en kies wachtwoord en app opnieuw; of vraag uw toegangsbeheerder een nieuwe link en code.',
    en: 'Sign in with eID, itsme or CSAM, then choose password and app anew; or ask your access manager for a new link and code.',
  },
  'refusal.credentialsExpired.cause': {
    de: 'Die Zeit dieses ersten Kennworts ist abgelaufen.',
    fr: 'Ce premier mot de passe a expiré.',
    nl: 'De tijd van dit eerste wachtwoord is voorbij.',
    en: 'The time of this first password is over.',
  },
  'refusal.credentialsExpired.remedy': {
    de: 'Bitten Sie um ein neues: Ein Zugangsverwalter Ihres Unternehmens kann es setzen.',
    fr: 'Demandez-en un nouveau : un gestionnaire d’accès de votre entreprise peut le définir.',
    nl: 'Vraag een nieuw: een toegangsbeheerder van uw onderneming kan het instellen.',
    en: 'Ask for a new one: an access manager of your enterprise can set it.',
  },
  'refusal.activationUnfinished.cause': {
    de: 'Ihr Konto ist noch nicht aktiviert.',
    fr: 'Votre compte n’est pas encore activé.',
    nl: 'Uw account is nog niet geactiveerd.',
    en: 'Your account is not activated yet.',
  },
  'refusal.activationUnfinished.remedy': {
    de: 'Öffnen Sie den Link Ihrer Aktivierung noch einmal, und schließen Sie sie ab, oder melden Sie sich mit eID oder itsme an.',
    fr: 'Ouvrez à nouveau le lien de votre activation et terminez-la, ou connectez-vous avec l’eID ou itsme.',
    nl: 'Open de link van uw activering opnieuw en rond ze af, of meld u aan met eID of itsme.',
    en: 'Open the link of your activation once more and finish it, or sign in with eID or itsme.',
  },
  'refusal.notTheSamePerson.cause': {
    de: 'Dieser Nachweis gehört jemand anderem als der angemeldeten Person.',
    fr: 'Cette preuve est celle d’une autre personne que celle qui est connectée.',
    nl: 'Dit bewijs is van iemand anders dan wie is aangemeld.',
    en: 'This proof is of somebody else than the one who is signed in.',
  },
  'refusal.notTheSamePerson.remedy': {
    de: 'Weisen Sie sich als dieselbe Person aus, oder melden Sie sich zuerst ab.',
    fr: 'Identifiez-vous comme la même personne, ou déconnectez-vous d’abord.',
    nl: 'Meld u opnieuw aan als dezelfde persoon, of meld u eerst af.',
    en: 'Sign in again as the same person, or sign out first.',
  },
  'refusal.notSignedIn.cause': { de: 'Sie sind nicht angemeldet.', fr: 'Vous n’êtes pas connecté.', nl: 'U bent niet aangemeld.', en: 'You are not signed in.' },
  'refusal.notSignedIn.remedy': { de: 'Melden Sie sich noch einmal an.', fr: 'Connectez-vous à nouveau.', nl: 'Meld u opnieuw aan.', en: 'Sign in again.' },
} as const satisfies Texts
