import type { ReasonTexts, Texts } from './texts.ts'

const MISNUMBERED: Texts = {
  de: [
    'Nummerierung der Teile',
    'Die Datei {file} nennt den Teil {seen}; die GO-Datei kündigt diese Teile an: {expected}.',
    'Gleichen Sie Anzahl und Nummer in allen Dateinamen der Sendung an die GO-Datei an und senden Sie sie erneut.',
  ],
  fr: [
    'Numérotation des parties',
    'Le fichier {file} indique la partie {seen} ; le fichier GO annonce ces parties : {expected}.',
    'Alignez le nombre et le numéro dans tous les noms de l’envoi sur le fichier GO et renvoyez-les.',
  ],
  nl: [
    'Nummering van de delen',
    'Het bestand {file} vermeldt deel {seen}; het GO-bestand kondigt deze delen aan: {expected}.',
    'Stem aantal en nummer in alle bestandsnamen van de zending af op het GO-bestand en verstuur ze opnieuw.',
  ],
  en: [
    'Numbering of the parts',
    'The file {file} names part {seen}; the GO file announces these parts: {expected}.',
    'Make count and number in all names of the set agree with the GO file, and send it again.',
  ],
}

const TWICE: Texts = {
  de: [
    'Teil doppelt vorhanden',
    'Den Teil {seen} gibt es mehrmals, einmal als {file}; jeder dieser Teile darf einmal vorkommen: {expected}.',
    'Senden Sie jeden Teil genau einmal, alle mit derselben Schreibweise des Namens.',
  ],
  fr: [
    'Partie en double',
    'La partie {seen} est présente plusieurs fois, dont une comme {file} ; chacune de ces parties ne peut figurer qu’une fois : {expected}.',
    'Envoyez chaque partie une seule fois, toutes avec la même forme de nom.',
  ],
  nl: [
    'Deel dubbel aanwezig',
    'Deel {seen} is meermaals aanwezig, eenmaal als {file}; elk van deze delen mag één keer voorkomen: {expected}.',
    'Verstuur elk deel precies één keer, alle met dezelfde vorm van de naam.',
  ],
  en: [
    'Part present twice',
    'Part {seen} is present more than once, one of them as {file}; each of these parts may be there once: {expected}.',
    'Send each part exactly once, all with the same form of name.',
  ],
}

export const SET_LIMIT_TEXTS: ReasonTexts = {
  123: MISNUMBERED,
  '123.twice': TWICE,
  124: MISNUMBERED,
  '124.twice': TWICE,
  184: {
    de: [
      'Datei zu groß',
      'Die Datei {file} überschreitet die zulässige Größe von {expected}; ihr Empfang wurde abgebrochen.',
      'Teilen Sie die Meldung in mehrere Teile oder mehrere Sendungen auf.',
    ],
    fr: [
      'Fichier trop volumineux',
      'Le fichier {file} dépasse la taille admise de {expected} ; sa réception a été interrompue.',
      'Divisez la déclaration en plusieurs parties ou en plusieurs envois.',
    ],
    nl: [
      'Bestand te groot',
      'Het bestand {file} overschrijdt de toegelaten grootte van {expected}; de ontvangst werd afgebroken.',
      'Verdeel de aangifte over meerdere delen of meerdere zendingen.',
    ],
    en: [
      'File too large',
      'The file {file} exceeds the admitted size of {expected}; its reception was broken off.',
      'Divide the declaration into several parts or several sets.',
    ],
  },
  '184.validation': {
    de: [
      'Zu groß für die Schemaprüfung',
      'Das Dokument[ {file}] ist {seen} groß; gegen sein Schema geprüft werden Dokumente bis {expected}.',
      'Verteilen Sie die Meldungen auf mehrere Teile, die jeder für sich ein vollständiges Dokument sind, oder auf mehrere Sendungen.',
    ],
    fr: [
      'Trop volumineux pour la validation',
      'Le document[ {file}] compte {seen} ; les documents sont validés contre leur schéma jusqu’à {expected}.',
      'Répartissez les déclarations sur plusieurs parties formant chacune un document complet, ou sur plusieurs envois.',
    ],
    nl: [
      'Te groot voor de schemavalidatie',
      'Het document[ {file}] telt {seen}; documenten worden tegen hun schema gevalideerd tot {expected}.',
      'Verdeel de aangiften over meerdere delen die elk een volledig document zijn, of over meerdere zendingen.',
    ],
    en: [
      'Too large for schema validation',
      'The document[ {file}] has {seen}; documents are validated against their schema up to {expected}.',
      'Spread the declarations over several parts that are each a complete document, or over several sets.',
    ],
  },
  275: {
    de: [
      'Zu viele Formulare',
      'Die Sendung enthält {seen} Formulare; zulässig sind höchstens {expected}.',
      'Verteilen Sie die Formulare auf mehrere Sendungen.',
    ],
    fr: [
      'Trop de formulaires',
      'L’envoi contient {seen} formulaires ; {expected} au maximum sont admis.',
      'Répartissez les formulaires sur plusieurs envois.',
    ],
    nl: [
      'Te veel formulieren',
      'De zending bevat {seen} formulieren; hoogstens {expected} zijn toegelaten.',
      'Verdeel de formulieren over meerdere zendingen.',
    ],
    en: [
      'Too many forms',
      'The set holds {seen} forms; at most {expected} are admitted.',
      'Spread the forms over several sets.',
    ],
  },
}
