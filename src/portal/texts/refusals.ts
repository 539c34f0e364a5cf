/** What people read when something is refused: `refusal.<key>.cause` and `.remedy`, by the key of the refusal. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const REFUSALS = {
  'refusal.hidden.cause': {
    de: 'Hier gibt es das nicht.',
    fr: 'Cela n’existe pas ici.',
    nl: 'Dit bestaat hier niet.',
    en: 'There is no such thing here.',
  },
  'refusal.hidden.remedy': {
    de: 'Prüfen Sie die Adresse, und für wen Sie angemeldet sind.',
    fr: 'Vérifiez l’adresse, et pour qui vous êtes connecté.',
    nl: 'Controleer het adres, en voor wie u bent aangemeld.',
    en: 'Check the address, and for whom you are signed in.',
  },
  'refusal.notAllowed.cause': {
    de: 'Ihre Rolle erlaubt das nicht.',
    fr: 'Votre rôle ne le permet pas.',
    nl: 'Uw rol laat dit niet toe.',
    en: 'Your role does not allow this.',
  },
  'refusal.notAllowed.remedy': {
    de: 'Wenden Sie sich an einen Zugangsverwalter Ihres Unternehmens.',
    fr: 'Adressez-vous à un gestionnaire d’accès de votre entreprise.',
    nl: 'Vraag het aan een toegangsbeheerder van uw onderneming.',
    en: 'Ask an access manager of your enterprise.',
  },
  'refusal.noProfile.cause': {
    de: 'Sie haben in dieser Eigenschaft kein Profil als Zugangsverwalter.',
    fr: 'Vous n’avez pas de profil de gestionnaire d’accès dans cette qualité.',
    nl: 'U hebt in deze hoedanigheid geen profiel van toegangsbeheerder.',
    en: 'You have no access-manager profile in this quality.',
  },
  'refusal.noProfile.remedy': {
    de: 'Legen Sie zuerst Ihr eigenes Profil an.',
    fr: 'Créez d’abord votre propre profil.',
    nl: 'Maak eerst uw eigen profiel aan.',
    en: 'Create your own profile first.',
  },
  'refusal.outranked.cause': {
    de: 'Diese Person hat eine höhere Rolle als Sie.',
    fr: 'Cette personne a un rôle supérieur au vôtre.',
    nl: 'Deze persoon heeft een hogere rol dan u.',
    en: 'This person holds a higher role than you.',
  },
  'refusal.outranked.remedy': {
    de: 'Wenden Sie sich an jemanden mit dieser Rolle oder einer höheren.',
    fr: 'Adressez-vous à quelqu’un qui a ce rôle ou un rôle supérieur.',
    nl: 'Vraag het aan iemand met die rol of een hogere.',
    en: 'Ask somebody of that role or above.',
  },
  'refusal.oneself.cause': {
    de: 'Das macht niemand mit sich selbst.',
    fr: 'Personne ne fait cela à soi-même.',
    nl: 'Niemand doet dit bij zichzelf.',
    en: 'Nobody does this to himself.',
  },
  'refusal.oneself.remedy': {
    de: 'Bitten Sie einen anderen Verwalter Ihres Unternehmens.',
    fr: 'Demandez-le à un autre gestionnaire de votre entreprise.',
    nl: 'Vraag het aan een andere beheerder van uw onderneming.',
    en: 'Ask another manager of your enterprise.',
  },
  'refusal.elsewhere.cause': {
    de: 'Diese Person arbeitet auch dort, wo Sie nichts verwalten.',
    fr: 'Cette personne travaille aussi là où vous ne gérez rien.',
    nl: 'Deze persoon werkt ook waar u niets beheert.',
    en: 'This person also works where you do not manage.',
  },
  'refusal.elsewhere.remedy': {
    de: 'Die Person kann selbst ein neues Kennwort setzen, nachdem sie sich mit eID, itsme oder einem Code aus der App angemeldet hat.',
    fr: 'La personne peut choisir elle-même un nouveau mot de passe après s’être connectée avec l’eID, itsme ou un code de l’application.',
    nl: 'De persoon kan zelf een nieuw wachtwoord kiezen na aanmelding met eID, itsme of een code uit de app.',
    en: 'The person can set a new password after signing in with eID, itsme or a code app.',
  },
  'refusal.notActivated.cause': {
    de: 'Das Konto des Unternehmens ist nicht aktiviert.',
    fr: 'Le compte de l’entreprise n’est pas activé.',
    nl: 'De account van de onderneming is niet geactiveerd.',
    en: 'The account of the enterprise is not activated.',
  },
  'refusal.notActivated.remedy': {
    de: 'Ihr Hauptzugangsverwalter aktiviert es, indem er sich zum ersten Mal anmeldet.',
    fr: 'Son gestionnaire d’accès principal l’active en se connectant pour la première fois.',
    nl: 'De hoofdtoegangsbeheerder activeert ze door zich een eerste keer aan te melden.',
    en: 'Its main access manager activates it by signing in for the first time.',
  },
  'refusal.notFresh.cause': {
    de: 'Dafür müssen Sie sich gerade erst und auf sicherem Weg angemeldet haben.',
    fr: 'Ceci demande une connexion récente et forte.',
    nl: 'Hiervoor is een recente en sterke aanmelding nodig.',
    en: 'This needs a fresh and strong sign-in.',
  },
  'refusal.notFresh.remedy': {
    de: 'Melden Sie sich mit eID, itsme oder einem Code aus Ihrer App noch einmal an, und wiederholen Sie es dann.',
    fr: 'Connectez-vous à nouveau avec l’eID, itsme ou un code de votre application, puis recommencez.',
    nl: 'Meld u opnieuw aan met eID, itsme of een code uit uw app, en doe het dan opnieuw.',
    en: 'Sign in again with eID, itsme or a code from your app, then repeat.',
  },
  'refusal.passwordFirst.cause': {
    de: 'Zuerst muss ein neues Kennwort gesetzt werden.',
    fr: 'Il faut d’abord choisir un nouveau mot de passe.',
    nl: 'Eerst moet een nieuw wachtwoord worden gekozen.',
    en: 'A new password must be set first.',
  },
  'refusal.passwordFirst.remedy': {
    de: 'Ändern Sie Ihr Kennwort.',
    fr: 'Changez votre mot de passe.',
    nl: 'Wijzig uw wachtwoord.',
    en: 'Change your password.',
  },
} as const satisfies Texts
