/** Signing in, signing in again, signing out. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const SIGN_IN = {
  'signIn.title':        { de: 'Anmelden', fr: 'Se connecter', nl: 'Aanmelden', en: 'Sign in' },
  'signIn.lead':         { de: 'Wählen Sie, womit Sie sich ausweisen.', fr: 'Choisissez comment vous identifier.', nl: 'Kies hoe u zich identificeert.', en: 'Choose how you prove who you are.' },
  'signIn.byPassword':   { de: 'Mit Benutzername und Kennwort', fr: 'Avec nom d’utilisateur et mot de passe', nl: 'Met gebruikersnaam en wachtwoord', en: 'With user name and password' },
  'signIn.codeAlone':    { de: 'Code aus Ihrer App, statt des Kennworts', fr: 'Code de votre application, au lieu du mot de passe', nl: 'Code uit uw app, in plaats van het wachtwoord', en: 'Code from your app, instead of the password' },
  'signIn.continue':     { de: 'Weiter', fr: 'Continuer', nl: 'Verder', en: 'Continue' },
  'signIn.forgotten':    { de: 'Kennwort vergessen? Ein Zugangsverwalter Ihres Unternehmens setzt Ihnen ein neues.', fr: 'Mot de passe oublié ? Un gestionnaire d’accès de votre entreprise vous en donne un nouveau.', nl: 'Wachtwoord vergeten? Een toegangsbeheerder van uw onderneming geeft u een nieuw.', en: 'Forgotten your password? An access manager of your enterprise sets a new one.' },
  'signIn.failed':       { de: 'Die Anmeldung ist nicht gelungen', fr: 'La connexion n’a pas réussi', nl: 'Het aanmelden is niet gelukt', en: 'Signing in did not succeed' },
  'signIn.codeTitle':    { de: 'Code aus Ihrer App', fr: 'Code de votre application', nl: 'Code uit uw app', en: 'Code from your app' },
  'signIn.codeLead':     { de: 'Ihr Kennwort stimmt. Jetzt fehlt noch der Code, den Ihre App anzeigt.', fr: 'Votre mot de passe est correct. Il manque encore le code affiché par votre application.', nl: 'Uw wachtwoord klopt. Nu nog de code die uw app toont.', en: 'Your password is right. The code that your app shows is still needed.' },
  'signIn.code':         { de: 'Code', fr: 'Code', nl: 'Code', en: 'Code' },
  'signIn.codeHint':     { de: 'Sechs Ziffern. Ohne Telefon geben Sie einen Ihrer Notfallcodes ein.', fr: 'Six chiffres. Sans téléphone, indiquez un de vos codes de secours.', nl: 'Zes cijfers. Zonder telefoon typt u een van uw noodcodes.', en: 'Six digits. Without your telephone, type one of your recovery codes.' },
  'signIn.startAnew':    { de: 'Von vorn beginnen', fr: 'Recommencer', nl: 'Opnieuw beginnen', en: 'Start again' },
  'signIn.againTitle':   { de: 'Noch einmal anmelden', fr: 'Se connecter à nouveau', nl: 'Opnieuw aanmelden', en: 'Sign in again' },
  'signIn.againLead':    { de: 'Was Sie vorhaben, verlangt einen frischen Nachweis, dass Sie es sind. Danach kommen Sie zurück.', fr: 'Ce que vous voulez faire demande une nouvelle preuve que c’est bien vous. Vous reviendrez ensuite ici.', nl: 'Voor wat u wilt doen is een nieuw bewijs nodig dat u het bent. Daarna komt u terug.', en: 'What you are about to do asks for a fresh proof that it is you. After that you come back.' },
  'done.signedOut':      { de: 'Sie sind abgemeldet.', fr: 'Vous êtes déconnecté.', nl: 'U bent afgemeld.', en: 'You are signed out.' },
} as const satisfies Texts
