/** Signing in, signing in again, signing out. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const SIGN_IN = {
  'signIn.title':        { de: 'Anmelden', fr: 'Se connecter', nl: 'Aanmelden', en: 'Sign in' },
  'signIn.lead':         { de: 'Wählen Sie, womit Sie sich ausweisen.', fr: 'Choisissez comment vous identifier.', nl: 'Kies hoe u zich identificeert.', en: 'Choose how you prove who you are.' },
  'signIn.byWebEid':     { de: 'eID mit Kartenleser (Web eID)', fr: 'eID avec lecteur de carte (Web eID)', nl: 'eID met kaartlezer (Web eID)', en: 'eID with card reader (Web eID)' },
  'signIn.byCard':       { de: 'eID mit Kartenleser (Zertifikat)', fr: 'eID avec lecteur de carte (certificat)', nl: 'eID met kaartlezer (certificaat)', en: 'eID with card reader (certificate)' },
  'signIn.itsme':        { de: 'itsme', fr: 'itsme', nl: 'itsme', en: 'itsme' },
  'signIn.csam':         { de: 'CSAM', fr: 'CSAM', nl: 'CSAM', en: 'CSAM' },
  'webEid.lead':         { de: 'Legen Sie die Karte in den Leser, und halten Sie Ihre PIN bereit.', fr: 'Insérez la carte dans le lecteur, et préparez votre code PIN.', nl: 'Steek de kaart in de lezer en houd uw pincode klaar.', en: 'Put the card into the reader, and have your PIN ready.' },
  'webEid.start':        { de: 'Mit der Karte anmelden', fr: 'Se connecter avec la carte', nl: 'Aanmelden met de kaart', en: 'Sign in with the card' },
  'webEid.otherWay':     { de: 'Anders anmelden', fr: 'Se connecter autrement', nl: 'Op een andere manier aanmelden', en: 'Sign in another way' },
  'webEid.waiting':      { de: 'Folgen Sie dem Fenster, das sich öffnet.', fr: 'Suivez la fenêtre qui s’ouvre.', nl: 'Volg het venster dat opengaat.', en: 'Follow the window that opens.' },
  'webEid.missing':      { de: 'Die Erweiterung Web eID antwortet nicht. Installieren Sie sie von web-eid.eu, oder melden Sie sich anders an.', fr: 'L’extension Web eID ne répond pas. Installez-la depuis web-eid.eu, ou connectez-vous autrement.', nl: 'De extensie Web eID antwoordt niet. Installeer ze via web-eid.eu, of meld u op een andere manier aan.', en: 'The Web eID extension does not answer. Install it from web-eid.eu, or sign in another way.' },
  'webEid.failed':       { de: 'Die Karte hat nicht geantwortet, oder es wurde abgebrochen. Versuchen Sie es noch einmal.', fr: 'La carte n’a pas répondu, ou l’opération a été annulée. Réessayez.', nl: 'De kaart antwoordde niet, of er werd afgebroken. Probeer opnieuw.', en: 'The card did not answer, or it was cancelled. Try again.' },
  'webEid.noScript':     { de: 'Web eID braucht JavaScript. Melden Sie sich ohne JavaScript mit dem Zertifikat der Karte an.', fr: 'Web eID a besoin de JavaScript. Sans JavaScript, connectez-vous avec le certificat de la carte.', nl: 'Web eID heeft JavaScript nodig. Meld u zonder JavaScript aan met het certificaat van de kaart.', en: 'Web eID needs JavaScript. Without it, sign in with the certificate of the card.' },
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
