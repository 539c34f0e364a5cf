/** What people read at the door of any page, and of forms that cannot be read. */
import type { Texts } from '../language.ts'

// biome-ignore format: languages side by side
export const FRAME_REFUSALS = {
  'refusal.formUnexpected.cause': {
    de: 'Das Formular enthält ein Feld, das nicht erwartet wird, doppelt kommt oder nicht lesbar ist.',
    fr: 'Le formulaire contient un champ inattendu, en double ou illisible.',
    nl: 'Het formulier bevat een veld dat niet wordt verwacht, dubbel voorkomt of onleesbaar is.',
    en: 'The form holds a field that is not expected, comes twice or cannot be read.',
  },
  'refusal.formUnexpected.remedy': {
    de: 'Öffnen Sie die Seite neu, und füllen Sie ihr Formular aus.',
    fr: 'Ouvrez à nouveau la page, et remplissez son formulaire.',
    nl: 'Open de pagina opnieuw, en vul het formulier in.',
    en: 'Open the page again and fill in its form.',
  },
  'refusal.foreignForm.cause': {
    de: 'Das Formular stammt nicht aus dieser Sitzung.',
    fr: 'Le formulaire ne provient pas de cette session.',
    nl: 'Het formulier komt niet uit deze sessie.',
    en: 'The form is not of this session.',
  },
  'refusal.foreignForm.remedy': {
    de: 'Öffnen Sie die Seite neu, und senden Sie das Formular von dort.',
    fr: 'Ouvrez à nouveau la page, et envoyez le formulaire à partir de là.',
    nl: 'Open de pagina opnieuw, en verstuur het formulier vanaf daar.',
    en: 'Open the page again and send the form from there.',
  },
  'refusal.signInNeeded.cause': {
    de: 'Sie sind nicht angemeldet, oder Ihre Sitzung ist zu Ende.',
    fr: 'Vous n’êtes pas connecté, ou votre session est terminée.',
    nl: 'U bent niet aangemeld, of uw sessie is afgelopen.',
    en: 'You are not signed in, or your session has ended.',
  },
  'refusal.signInNeeded.remedy': {
    de: 'Melden Sie sich an.',
    fr: 'Connectez-vous.',
    nl: 'Meld u aan.',
    en: 'Sign in.',
  },
} as const satisfies Texts
