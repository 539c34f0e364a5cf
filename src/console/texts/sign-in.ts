/** Signing in to the console, for the first time and later; the own profile. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const SIGN_IN = {
  'signIn.title':     { de: 'Anmelden', fr: 'Se connecter', nl: 'Aanmelden', en: 'Sign in' },
  'signIn.lead':      { de: 'Kennwort und Code werden zusammen geprüft.', fr: 'Le mot de passe et le code sont vérifiés ensemble.', nl: 'Wachtwoord en code worden samen gecontroleerd.', en: 'Password and code are checked together.' },
  'signIn.name':      { de: 'Name', fr: 'Nom', nl: 'Naam', en: 'Name' },
  'signIn.password':  { de: 'Kennwort', fr: 'Mot de passe', nl: 'Wachtwoord', en: 'Password' },
  'signIn.code':      { de: 'Code aus Ihrer App', fr: 'Code de votre application', nl: 'Code uit uw app', en: 'Code from your app' },
  'signIn.failed':    { de: 'Die Anmeldung ist nicht gelungen', fr: 'La connexion n’a pas réussi', nl: 'Het aanmelden is niet gelukt', en: 'Signing in did not succeed' },
  'signIn.forgotten': { de: 'Kennwort oder Telefon verloren? Ein Administrator gibt Ihnen einen neuen Code für die erste Anmeldung.', fr: 'Mot de passe ou téléphone perdu ? Un administrateur vous donne un nouveau code de première connexion.', nl: 'Wachtwoord of telefoon kwijt? Een beheerder geeft u een nieuwe code voor een eerste aanmelding.', en: 'Lost password or telephone? An administrator gives you a new code for a first sign-in.' },
  'signIn.first':     { de: 'Zum ersten Mal hier', fr: 'Première connexion', nl: 'Voor het eerst hier', en: 'First time here' },
  'signIn.provider':  { de: 'Mit dem Identitätsdienst des Hauses', fr: 'Avec le service d’identité de la maison', nl: 'Met de identiteitsdienst van het huis', en: 'With the identity provider of the house' },
  'signIn.nobodyYet': { de: 'Noch niemand kann sich hier anmelden. Den ersten Administrator macht, wer den Rechner bedient, auf seiner Befehlszeile:', fr: 'Personne ne peut encore se connecter ici. Le premier administrateur est créé sur la machine, en ligne de commande :', nl: 'Nog niemand kan zich hier aanmelden. De eerste beheerder wordt op de machine gemaakt, op de opdrachtregel:', en: 'Nobody can sign in here yet. The first administrator is made on the host, on its command line:' },

  'firstSignIn.title':  { de: 'Erste Anmeldung', fr: 'Première connexion', nl: 'Eerste aanmelding', en: 'First sign-in' },
  'firstSignIn.lead':   { de: 'Geben Sie den Code ein, den Sie bekommen haben. Er gilt einmal.', fr: 'Tapez le code que vous avez reçu. Il est valable une fois.', nl: 'Typ de code die u hebt gekregen. Ze geldt één keer.', en: 'Type the code that you were given. It is good once.' },
  'firstSignIn.code':   { de: 'Code der ersten Anmeldung', fr: 'Code de première connexion', nl: 'Code voor de eerste aanmelding', en: 'Code of the first sign-in' },
  'signIn.goOn':        { de: 'Melden Sie sich an, um dort weiterzumachen. Eine Sitzung endet von selbst nach {minutes, plural, one {einer Minute} other {# Minuten}} ohne Benutzung, auch wenn eine Seite offen ist.', fr: 'Connectez-vous pour continuer là où vous étiez. Une session se termine d’elle-même après {minutes, plural, one {une minute} other {# minutes}} sans utilisation, même si une page est ouverte.', nl: 'Meld u aan om daar verder te gaan. Een sessie eindigt vanzelf na {minutes, plural, one {één minuut} other {# minuten}} zonder gebruik, ook als een pagina open staat.', en: 'Sign in to go on where you were. A session ends by itself after {minutes, plural, one {one minute} other {# minutes}} without use, also while a page is open.' },
  'firstSignIn.next':   { de: 'Weiter', fr: 'Continuer', nl: 'Verder', en: 'Continue' },
  'firstSignIn.proofs': { de: 'Willkommen, {name}: Kennwort und App', fr: 'Bienvenue, {name} : mot de passe et application', nl: 'Welkom, {name}: wachtwoord en app', en: 'Welcome, {name}: password and app' },
  'firstSignIn.finish': { de: 'Fertig, anmelden', fr: 'Terminer et se connecter', nl: 'Klaar, aanmelden', en: 'Finish and sign in' },

  'profile.changePassword': { de: 'Kennwort ändern', fr: 'Changer le mot de passe', nl: 'Wachtwoord wijzigen', en: 'Change the password' },
  'profile.changeApp':      { de: 'App wechseln', fr: 'Changer d’application', nl: 'App vervangen', en: 'Change the app' },
  'profile.oldPassword':    { de: 'Bisheriges Kennwort', fr: 'Mot de passe actuel', nl: 'Huidig wachtwoord', en: 'Present password' },
  'profile.appLead':        { de: 'Damit niemand sonst sie wechselt, wird nach dem bisherigen Kennwort und einem Code der bisherigen App gefragt. Wer sie verloren hat, lässt sich von einem Administrator eine neue erste Anmeldung geben.', fr: 'Pour que personne d’autre n’en change, le mot de passe actuel et un code de l’application actuelle sont demandés. Si vous l’avez perdue, demandez à un administrateur une nouvelle première connexion.', nl: 'Opdat niemand anders ze vervangt, worden het huidige wachtwoord en een code van de huidige app gevraagd. Wie ze kwijt is, vraagt een beheerder om een nieuwe eerste aanmelding.', en: 'So that nobody else changes it, the present password and a code of the present app are asked for. If you have lost it, ask an administrator for a new first sign-in.' },
  'profile.newCode':        { de: 'Code der neuen App', fr: 'Code de la nouvelle application', nl: 'Code van de nieuwe app', en: 'Code of the new app' },
  'profile.presentCode':    { de: 'Code der bisherigen App', fr: 'Code de l’application actuelle', nl: 'Code van de huidige app', en: 'Code of the present app' },

  'method.password': { de: 'Kennwort und Code', fr: 'mot de passe et code', nl: 'wachtwoord en code', en: 'password and code' },
  'method.oidc':     { de: 'Identitätsdienst', fr: 'service d’identité', nl: 'identiteitsdienst', en: 'identity provider' },

  'done.enrolled':        { de: 'Sie sind angemeldet. Künftig brauchen Sie Name, Kennwort und Code.', fr: 'Vous êtes connecté. Désormais, il vous faut nom, mot de passe et code.', nl: 'U bent aangemeld. Voortaan hebt u naam, wachtwoord en code nodig.', en: 'You are signed in. From now on you need name, password and code.' },
  'done.signedOut':       { de: 'Sie sind abgemeldet.', fr: 'Vous êtes déconnecté.', nl: 'U bent afgemeld.', en: 'You are signed out.' },
  'done.passwordChanged': { de: 'Das Kennwort ist geändert; andere Sitzungen sind beendet.', fr: 'Le mot de passe est changé ; les autres sessions sont terminées.', nl: 'Het wachtwoord is gewijzigd; andere sessies zijn beëindigd.', en: 'The password is changed; other sessions have ended.' },
  'done.appChanged':      { de: 'Die neue App gilt; andere Sitzungen sind beendet.', fr: 'La nouvelle application est en service ; les autres sessions sont terminées.', nl: 'De nieuwe app geldt; andere sessies zijn beëindigd.', en: 'The new app is in use; other sessions have ended.' },
  'done.sessionEnded':    { de: 'Die Sitzung ist beendet.', fr: 'La session est terminée.', nl: 'De sessie is beëindigd.', en: 'The session has ended.' },

  'refusal.operatorWrong.cause':         { de: 'Dieser Name ist mit diesem Kennwort und Code nicht bekannt.', fr: 'Ce nom n’est pas connu avec ce mot de passe et ce code.', nl: 'Deze naam is niet bekend met dit wachtwoord en deze code.', en: 'This name with this password and code is not known.' },
  'refusal.operatorWrong.remedy':        { de: 'Geben Sie alles noch einmal ein, mit dem Code, den die App jetzt anzeigt. Jeder Code gilt einmal.', fr: 'Tapez tout à nouveau, avec le code que l’application affiche maintenant. Chaque code est valable une fois.', nl: 'Typ alles opnieuw, met de code die de app nu toont. Elke code geldt één keer.', en: 'Type all of it again, with the code that the app shows now. Each code is good once.' },
  'refusal.operatorIsLocked.cause':      { de: 'Ihr Zugang zur Konsole ist gesperrt.', fr: 'Votre accès à la console est bloqué.', nl: 'Uw toegang tot de console is geblokkeerd.', en: 'Your access to the console is locked.' },
  'refusal.operatorIsLocked.remedy':     { de: 'Wenden Sie sich an einen Administrator.', fr: 'Adressez-vous à un administrateur.', nl: 'Vraag het aan een beheerder.', en: 'Ask an administrator.' },
  'refusal.operatorNoInvitation.cause':  { de: 'Dieser Code ist nicht bekannt, schon benutzt oder abgelaufen.', fr: 'Ce code est inconnu, déjà utilisé ou expiré.', nl: 'Deze code is onbekend, al gebruikt of verlopen.', en: 'This code is not known, was used already, or has run out.' },
  'refusal.operatorNoInvitation.remedy': { de: 'Lassen Sie sich von einem Administrator einen neuen geben.', fr: 'Demandez-en un nouveau à un administrateur.', nl: 'Vraag een nieuwe aan een beheerder.', en: 'Ask an administrator for a new one.' },
  'refusal.operatorNotBound.cause':      { de: 'Zu dieser Anmeldung gehört kein Bediener der Konsole, oder der Identitätsdienst gibt Ihnen hier keine Rolle.', fr: 'Aucun opérateur de la console ne correspond à cette connexion, ou le service d’identité ne vous donne aucun rôle ici.', nl: 'Bij deze aanmelding hoort geen operator van de console, of de identiteitsdienst geeft u hier geen rol.', en: 'No operator of the console goes with this sign-in, or the provider gives you no role here.' },
  'refusal.operatorNotBound.remedy':     { de: 'Lassen Sie sich von einem Administrator unter dem Namen hinzufügen, den der Identitätsdienst nennt.', fr: 'Demandez à un administrateur de vous ajouter sous le nom que donne le service d’identité.', nl: 'Laat een beheerder u toevoegen onder de naam die de identiteitsdienst meldt.', en: 'Ask an administrator to add you under the name that the provider tells.' },
} as const satisfies Texts
