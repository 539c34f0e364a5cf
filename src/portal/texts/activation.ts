/** The first visit, and the app that shows codes. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const ACTIVATION = {
  'activation.title':         { de: 'Konto aktivieren', fr: 'Activer le compte', nl: 'Account activeren', en: 'Activate your account' },
  'activation.codeLead':      { de: 'Den Link haben Sie per E-Mail erhalten, den Code dazu per SMS.', fr: 'Vous avez reçu le lien par e-mail, et le code correspondant par SMS.', nl: 'U kreeg de link per e-mail, en de bijbehorende code per sms.', en: 'You got the link by e-mail, and the code that belongs to it by SMS.' },
  'activation.code':          { de: 'Code aus der SMS', fr: 'Code du SMS', nl: 'Code uit de sms', en: 'Code from the SMS' },
  'activation.codeHint':      { de: 'Acht Ziffern.', fr: 'Huit chiffres.', nl: 'Acht cijfers.', en: 'Eight digits.' },
  'activation.noLink':        { de: 'Öffnen Sie den Link aus der E-Mail, um Ihr Konto zu aktivieren. Mit eID oder itsme brauchen Sie ihn nicht: Melden Sie sich einfach an.', fr: 'Ouvrez le lien de l’e-mail pour activer votre compte. Avec l’eID ou itsme, ce n’est pas nécessaire : connectez-vous simplement.', nl: 'Open de link uit de e-mail om uw account te activeren. Met eID of itsme is dat niet nodig: meld u gewoon aan.', en: 'Open the link of the e-mail to activate your account. With eID or itsme you do not need it: simply sign in.' },
  'activation.stepCode':      { de: 'Code', fr: 'Code', nl: 'Code', en: 'Code' },
  'activation.stepPassword':  { de: 'Kennwort', fr: 'Mot de passe', nl: 'Wachtwoord', en: 'Password' },
  'activation.stepApp':       { de: 'App', fr: 'Application', nl: 'App', en: 'App' },
  'activation.passwordTitle': { de: 'Wählen Sie Ihr Kennwort', fr: 'Choisissez votre mot de passe', nl: 'Kies uw wachtwoord', en: 'Choose your password' },
  'activation.passwordLead':  { de: 'Merken Sie sich auch Ihren Benutzernamen. Danach richten Sie eine App ein.', fr: 'Retenez aussi votre nom d’utilisateur. Ensuite, vous installez une application.', nl: 'Onthoud ook uw gebruikersnaam. Daarna stelt u een app in.', en: 'Keep your user name in mind, too. After that you set up an app.' },
  'activation.doneTitle':     { de: 'Ihr Konto ist aktiviert', fr: 'Votre compte est activé', nl: 'Uw account is geactiveerd', en: 'Your account is activated' },

  'recoveryCodes.title': { de: 'Notfallcodes', fr: 'Codes de secours', nl: 'Noodcodes', en: 'Recovery codes' },
  'recoveryCodes.lead':  { de: 'Für den Tag, an dem Ihr Telefon fehlt: Jeder dieser Codes ersetzt einmal den Code der App.', fr: 'Pour le jour où vous n’avez pas votre téléphone : chacun de ces codes remplace une fois le code de l’application.', nl: 'Voor de dag dat u uw telefoon niet hebt: elk van deze codes vervangt één keer de code van de app.', en: 'For the day on which your telephone is missing: each of these codes replaces the code of the app once.' },
  'recoveryCodes.once':  { de: 'Diese Codes werden nur jetzt gezeigt. Drucken Sie die Seite, oder schreiben Sie sie ab, und bewahren Sie sie sicher auf.', fr: 'Ces codes ne sont montrés que maintenant. Imprimez la page ou recopiez-les, et conservez-les en lieu sûr.', nl: 'Deze codes worden alleen nu getoond. Druk de pagina af of schrijf ze over, en bewaar ze veilig.', en: 'These codes are shown only now. Print the page or write them down, and keep them safe.' },
  'recoveryCodes.kept':  { de: 'Ich habe sie aufbewahrt, weiter', fr: 'Je les ai conservés, continuer', nl: 'Ik heb ze bewaard, verder', en: 'I have kept them, continue' },
} as const satisfies Texts
