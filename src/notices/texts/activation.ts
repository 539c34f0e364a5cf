import type { MessageTexts } from '../texts.ts'

const LINK: MessageTexts = {
  de: {
    subject: 'Ihr Zugang zu den strukturierten Berichten',
    text: 'Guten Tag\n\nÖffnen Sie diese Adresse, um Ihren Zugang zu aktivieren:\n\n{url}\n\nDen Code dazu erhalten Sie per SMS. Beide gelten nur kurze Zeit und nur einmal. Geben Sie sie nicht weiter.\n',
  },
  fr: {
    subject: 'Votre accès aux rapports structurés',
    text: 'Bonjour,\n\nOuvrez cette adresse pour activer votre accès :\n\n{url}\n\nVous recevez le code par SMS. Les deux ne sont valables que peu de temps et une seule fois. Ne les transmettez à personne.\n',
  },
  nl: {
    subject: 'Uw toegang tot de gestructureerde berichten',
    text: 'Goedendag\n\nOpen dit adres om uw toegang te activeren:\n\n{url}\n\nDe code krijgt u per sms. Beide zijn maar korte tijd en maar één keer geldig. Geef ze aan niemand door.\n',
  },
  en: {
    subject: 'Your access to structured reports',
    text: 'Good day\n\nOpen this address to activate your access:\n\n{url}\n\nYou receive the code by SMS. Both can be used for a short time only, and only once. Do not pass them on.\n',
  },
}

const CODE: MessageTexts = {
  de: { subject: '', text: 'Ihr Aktivierungscode für die strukturierten Berichte: {code}' },
  fr: { subject: '', text: 'Votre code d’activation pour les rapports structurés : {code}' },
  nl: { subject: '', text: 'Uw activeringscode voor de gestructureerde berichten: {code}' },
  en: { subject: '', text: 'Your activation code for structured reports: {code}' },
}

const USERNAME: MessageTexts = {
  de: {
    subject: 'Ihr Benutzername',
    text: 'Guten Tag\n\nIhr Benutzername ist:\n\n{username}\n\nDas vorläufige Kennwort erhalten Sie danach per SMS. Melden Sie sich hier an:\n\n{url}\n',
  },
  fr: {
    subject: 'Votre nom d’utilisateur',
    text: 'Bonjour,\n\nVotre nom d’utilisateur est :\n\n{username}\n\nVous recevrez ensuite le mot de passe provisoire par SMS. Connectez-vous ici :\n\n{url}\n',
  },
  nl: {
    subject: 'Uw gebruikersnaam',
    text: 'Goedendag\n\nUw gebruikersnaam is:\n\n{username}\n\nHet voorlopige wachtwoord krijgt u daarna per sms. Meld u hier aan:\n\n{url}\n',
  },
  en: {
    subject: 'Your user name',
    text: 'Good day\n\nYour user name is:\n\n{username}\n\nYou will then receive the provisional password by SMS. Sign in here:\n\n{url}\n',
  },
}

const PASSWORD: MessageTexts = {
  de: { subject: '', text: 'Ihr vorläufiges Kennwort, das Sie bei der ersten Anmeldung ändern: {password}' },
  fr: { subject: '', text: 'Votre mot de passe provisoire, à changer à la première connexion : {password}' },
  nl: { subject: '', text: 'Uw voorlopige wachtwoord, te wijzigen bij de eerste aanmelding: {password}' },
  en: { subject: '', text: 'Your provisional password, to be changed when you first sign in: {password}' },
}

/** How a person comes in for the first time (spec access.md §6.1): link and user name by e-mail, code and password by SMS. */
export const ACTIVATION_TEXTS = {
  'activation.link': LINK,
  'activation.code': CODE,
  'provisional.username': USERNAME,
  'provisional.password': PASSWORD,
}
