/** Words of what proves people and of where they are signed in, whoever they are. */
import type { Texts } from '../language.ts'

// biome-ignore format: languages side by side
export const CREDENTIALS = {
  'password.new':    { de: 'Neues Kennwort', fr: 'Nouveau mot de passe', nl: 'Nieuw wachtwoord', en: 'New password' },
  'password.again':  { de: 'Neues Kennwort bestätigen', fr: 'Confirmer le nouveau mot de passe', nl: 'Nieuw wachtwoord bevestigen', en: 'Confirm the new password' },
  'password.rule':   { de: 'Mindestens 10 Zeichen, davon zwei Ziffern oder Sonderzeichen aus dieser Reihe: {special}', fr: 'Au moins 10 caractères, dont deux chiffres ou caractères spéciaux : {special}', nl: 'Minstens 10 tekens, waarvan twee cijfers of bijzondere tekens: {special}', en: 'At least 10 characters, two of them digits or of these: {special}' },
  'codeApp.title':    { de: 'App für Codes einrichten', fr: 'Installer l’application de codes', nl: 'App voor codes instellen', en: 'Set up the app for codes' },
  'codeApp.lead':     { de: 'Damit weisen Sie sich künftig sicher aus: mit dem Kennwort und einem Code aus der App.', fr: 'Ainsi vous vous identifierez de manière sûre : par le mot de passe et un code de l’application.', nl: 'Zo bewijst u voortaan veilig wie u bent: met het wachtwoord en een code uit de app.', en: 'From now on you prove safely who you are: with your password and a code from the app.' },
  'codeApp.install':  { de: 'Installieren Sie auf Ihrem Telefon eine App, die Codes anzeigt (Authenticator).', fr: 'Installez sur votre téléphone une application qui affiche des codes (authenticator).', nl: 'Installeer op uw telefoon een app die codes toont (authenticator).', en: 'Install an app on your telephone that shows codes (an authenticator).' },
  'codeApp.scan':     { de: 'Lesen Sie mit der App dieses Bild, oder tippen Sie den Schlüssel darunter ab.', fr: 'Scannez cette image avec l’application, ou tapez la clé ci-dessous.', nl: 'Scan deze afbeelding met de app, of typ de sleutel eronder over.', en: 'Scan this picture with the app, or type the key below it.' },
  'codeApp.type':     { de: 'Geben Sie unten den Code ein, den die App jetzt anzeigt.', fr: 'Tapez ci-dessous le code que l’application affiche maintenant.', nl: 'Typ hieronder de code die de app nu toont.', en: 'Type below the code that the app shows now.' },
  'codeApp.picture':  { de: 'Bild für die Kamera Ihrer App', fr: 'Image pour la caméra de votre application', nl: 'Afbeelding voor de camera van uw app', en: 'Picture for the camera of your app' },
  'codeApp.secret':   { de: 'Schlüssel', fr: 'Clé', nl: 'Sleutel', en: 'Key' },
  'codeApp.codeHint': { de: 'Sechs Ziffern.', fr: 'Six chiffres.', nl: 'Zes cijfers.', en: 'Six digits.' },
  'codeApp.confirm':  { de: 'Bestätigen', fr: 'Confirmer', nl: 'Bevestigen', en: 'Confirm' },

  'session.sessions':       { de: 'Meine Sitzungen', fr: 'Mes sessions', nl: 'Mijn sessies', en: 'My sessions' },
  'session.browser':        { de: 'Browser', fr: 'Navigateur', nl: 'Browser', en: 'Browser' },
  'session.unknownBrowser': { de: 'unbekannt', fr: 'inconnu', nl: 'onbekend', en: 'unknown' },
  'session.thisSession':    { de: 'diese', fr: 'celle-ci', nl: 'deze', en: 'this one' },
  'session.method':         { de: 'Angemeldet mit', fr: 'Connexion par', nl: 'Aangemeld met', en: 'Signed in with' },
  'session.address':        { de: 'Von der Adresse', fr: 'Depuis l’adresse', nl: 'Vanaf het adres', en: 'From the address' },
  'session.since':          { de: 'Seit', fr: 'Depuis', nl: 'Sinds', en: 'Since' },
  'session.lastSeen':       { de: 'Zuletzt benutzt', fr: 'Dernière utilisation', nl: 'Laatst gebruikt', en: 'Last used' },
  'session.ending':         { de: 'Beenden', fr: 'Terminer', nl: 'Beëindigen', en: 'Ending' },
  'session.end':            { de: 'Beenden', fr: 'Terminer', nl: 'Beëindigen', en: 'End' },
  'session.endOthers':      { de: 'Alle anderen beenden', fr: 'Terminer toutes les autres', nl: 'Alle andere beëindigen', en: 'End all others' },
} as const satisfies Texts
