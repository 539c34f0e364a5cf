import type { ReasonTexts } from './texts.ts'

export const NAME_PART_TEXTS: ReasonTexts = {
  114: {
    de: [
      'Anzahl der Teile nicht einstellig',
      'Die Anzahl der Teile im Dateinamen[ {file}] ist „{seen}“ und damit nicht eine einzige Ziffer.',
      'Geben Sie mit einer Ziffer ({expected}) an, aus wie vielen Teilen die Sendung besteht.',
    ],
    fr: [
      'Nombre de parties sans chiffre unique',
      'Le nombre de parties dans le nom de fichier[ {file}] est « {seen} », ce qui n’est pas un seul chiffre.',
      'Indiquez par un chiffre ({expected}) de combien de parties se compose l’envoi.',
    ],
    nl: [
      'Aantal delen is niet één cijfer',
      'Het aantal delen in de bestandsnaam[ {file}] is ‘{seen}’ en dus niet één cijfer.',
      'Vermeld met één cijfer ({expected}) uit hoeveel delen de zending bestaat.',
    ],
    en: [
      'Number of parts is not one digit',
      'The number of parts in the file name[ {file}] is “{seen}”, which is not one digit.',
      'Say with one digit ({expected}) of how many parts the set consists.',
    ],
  },
  115: {
    de: [
      'Anzahl der Teile keine Zahl',
      'Die Anzahl der Teile im Dateinamen[ {file}] ist „{seen}“ und damit keine Ziffer.',
      'Geben Sie mit einer Ziffer ({expected}) an, aus wie vielen Teilen die Sendung besteht.',
    ],
    fr: [
      'Nombre de parties non numérique',
      'Le nombre de parties dans le nom de fichier[ {file}] est « {seen} », ce qui n’est pas un chiffre.',
      'Indiquez par un chiffre ({expected}) de combien de parties se compose l’envoi.',
    ],
    nl: [
      'Aantal delen is geen cijfer',
      'Het aantal delen in de bestandsnaam[ {file}] is ‘{seen}’ en dus geen cijfer.',
      'Vermeld met één cijfer ({expected}) uit hoeveel delen de zending bestaat.',
    ],
    en: [
      'Number of parts is no digit',
      'The number of parts in the file name[ {file}] is “{seen}”, which is not a digit.',
      'Say with one digit ({expected}) of how many parts the set consists.',
    ],
  },
  116: {
    de: [
      'Anzahl der Teile ist null',
      'Die Anzahl der Teile im Dateinamen[ {file}] ist {seen}.',
      'Eine Sendung hat mindestens einen Teil: schreiben Sie eine Ziffer von 1 bis 9 ({expected}).',
    ],
    fr: [
      'Nombre de parties nul',
      'Le nombre de parties dans le nom de fichier[ {file}] est {seen}.',
      'Un envoi compte au moins une partie : écrivez un chiffre de 1 à 9 ({expected}).',
    ],
    nl: [
      'Aantal delen is nul',
      'Het aantal delen in de bestandsnaam[ {file}] is {seen}.',
      'Een zending telt minstens één deel: schrijf een cijfer van 1 tot 9 ({expected}).',
    ],
    en: [
      'Number of parts is zero',
      'The number of parts in the file name[ {file}] is {seen}.',
      'A set has at least one part: write a digit from 1 to 9 ({expected}).',
    ],
  },
  128: {
    de: [
      'Zu viele Teile',
      'Der Dateiname[ {file}] kündigt {seen} Teile an; zulässig sind höchstens {expected}.',
      'Verteilen Sie die Meldungen auf mehrere Sendungen mit je einer eigenen Folgenummer.',
    ],
    fr: [
      'Trop de parties',
      'Le nom de fichier[ {file}] annonce {seen} parties ; {expected} au maximum sont admises.',
      'Répartissez les déclarations sur plusieurs envois, chacun avec son propre numéro de suite.',
    ],
    nl: [
      'Te veel delen',
      'De bestandsnaam[ {file}] kondigt {seen} delen aan; hoogstens {expected} zijn toegelaten.',
      'Verdeel de aangiften over meerdere zendingen met elk een eigen volgnummer.',
    ],
    en: [
      'Too many parts',
      'The file name[ {file}] announces {seen} parts; at most {expected} are admitted.',
      'Spread the declarations over several sets, each with a sequence number of its own.',
    ],
  },
}
