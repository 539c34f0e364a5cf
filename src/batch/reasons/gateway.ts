import type { ReasonTexts } from './texts.ts'

/** What the gateway itself decides, and not the set. */
export const GATEWAY_TEXTS: ReasonTexts = {
  277: {
    de: [
      'Von der Übergabestelle storniert',
      'Die Übergabestelle konnte die Sendung nicht zu Ende prüfen und hat sie storniert.',
      'Senden Sie die Sendung unter demselben Namen erneut; geschieht es wieder, wenden Sie sich an den Betreiber.',
    ],
    fr: [
      'Annulé par le point de transfert',
      'Le point de transfert n’a pas pu terminer le contrôle de l’envoi et l’a annulé.',
      'Renvoyez l’envoi sous le même nom ; si cela se reproduit, adressez-vous à l’exploitant.',
    ],
    nl: [
      'Geannuleerd door het transferpunt',
      'Het transferpunt kon de controle van de zending niet afmaken en heeft ze geannuleerd.',
      'Verstuur de zending opnieuw onder dezelfde naam; gebeurt het weer, neem dan contact op met de beheerder.',
    ],
    en: [
      'Cancelled by the transfer point',
      'The transfer point could not finish the checks of the set and cancelled it.',
      'Send the set again under the same name; if it happens again, ask the operator.',
    ],
  },
}
