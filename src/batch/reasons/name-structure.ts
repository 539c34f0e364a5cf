import type { ReasonTexts, Texts } from './texts.ts'

const STRUCTURE: Texts = {
  de: [
    'Aufbau des Dateinamens',
    'Der Dateiname[ {file}] ist nicht richtig aufgebaut.',
    'Benennen Sie die Datei nach dem vorgeschriebenen Muster um und senden Sie die Sendung erneut.',
  ],
  fr: [
    'Structure du nom de fichier',
    'Le nom de fichier[ {file}] n’est pas construit correctement.',
    'Renommez le fichier selon le modèle prescrit et renvoyez l’envoi.',
  ],
  nl: [
    'Structuur van de bestandsnaam',
    'De bestandsnaam[ {file}] is niet correct opgebouwd.',
    'Hernoem het bestand volgens het voorgeschreven patroon en verstuur de zending opnieuw.',
  ],
  en: [
    'Structure of the file name',
    'The file name[ {file}] is not built correctly.',
    'Rename the file after the prescribed pattern and send the set again.',
  ],
}

const ELEMENTS: Texts = {
  de: [
    'Elemente des Dateinamens',
    'Der Dateiname[ {file}] hat nicht die richtige Zahl von Elementen zwischen den Punkten.',
    'Benennen Sie die Datei nach diesem Muster um, ohne weitere Endung: {expected}',
  ],
  fr: [
    'Éléments du nom de fichier',
    'Le nom de fichier[ {file}] n’a pas le bon nombre d’éléments entre les points.',
    'Renommez le fichier selon ce modèle, sans autre extension : {expected}',
  ],
  nl: [
    'Elementen van de bestandsnaam',
    'De bestandsnaam[ {file}] heeft niet het juiste aantal elementen tussen de punten.',
    'Hernoem het bestand volgens dit patroon, zonder verdere extensie: {expected}',
  ],
  en: [
    'Elements of the file name',
    'The file name[ {file}] does not have the right number of elements between the dots.',
    'Rename the file after this pattern, without any other extension: {expected}',
  ],
}

const SET: Texts = {
  de: [
    'Dateiname und Sendung',
    'Der Dateiname[ {file}] ist nicht der einer solchen Datei dieser Sendung.',
    'Senden Sie die Datei unter diesem Namen oder in einer eigenen Anfrage: {expected}',
  ],
  fr: [
    'Nom de fichier et envoi',
    'Le nom de fichier[ {file}] n’est pas celui d’un tel fichier de cet envoi.',
    'Envoyez le fichier sous ce nom ou dans une demande séparée : {expected}',
  ],
  nl: [
    'Bestandsnaam en zending',
    'De bestandsnaam[ {file}] is niet die van zo’n bestand van deze zending.',
    'Verstuur het bestand onder deze naam of in een eigen verzoek: {expected}',
  ],
  en: [
    'File name and set',
    'The file name[ {file}] is not that of such a file of this set.',
    'Send the file under this name, or in a request of its own: {expected}',
  ],
}

const PURPOSE: Texts = {
  de: [
    'Zweck im Dateinamen',
    'Der Zweck „{seen}“ im Dateinamen[ {file}] besteht nicht aus vier Großbuchstaben oder Ziffern.',
    'Schreiben Sie den Zweck wie in diesem Beispiel: {expected}',
  ],
  fr: [
    'Objectif dans le nom de fichier',
    'L’objectif « {seen} » dans le nom de fichier[ {file}] ne se compose pas de quatre majuscules ou chiffres.',
    'Écrivez l’objectif comme dans cet exemple : {expected}',
  ],
  nl: [
    'Doel in de bestandsnaam',
    'Het doel ‘{seen}’ in de bestandsnaam[ {file}] bestaat niet uit vier hoofdletters of cijfers.',
    'Schrijf het doel zoals in dit voorbeeld: {expected}',
  ],
  en: [
    'Purpose in the file name',
    'The purpose “{seen}” in the file name[ {file}] does not consist of four capital letters or digits.',
    'Write the purpose as in this example: {expected}',
  ],
}

const SENDER: Texts = {
  de: [
    'Absendernummer im Dateinamen',
    'Die Absendernummer „{seen}“ im Dateinamen[ {file}] besteht nicht aus sechs Ziffern.',
    'Schreiben Sie Ihre Absendernummer mit sechs Ziffern, vorn mit Nullen aufgefüllt, etwa {expected}.',
  ],
  fr: [
    'Numéro d’expéditeur dans le nom de fichier',
    'Le numéro d’expéditeur « {seen} » dans le nom de fichier[ {file}] ne se compose pas de six chiffres.',
    'Écrivez votre numéro d’expéditeur en six chiffres, complété par des zéros à gauche, par exemple {expected}.',
  ],
  nl: [
    'Verzendernummer in de bestandsnaam',
    'Het verzendernummer ‘{seen}’ in de bestandsnaam[ {file}] bestaat niet uit zes cijfers.',
    'Schrijf uw verzendernummer met zes cijfers, links aangevuld met nullen, bijvoorbeeld {expected}.',
  ],
  en: [
    'Sender number in the file name',
    'The sender number “{seen}” in the file name[ {file}] does not consist of six digits.',
    'Write your sender number with six digits, filled with zeros on the left, for example {expected}.',
  ],
}

const PART: Texts = {
  de: [
    'Nummer des Teils im Dateinamen',
    'Die Nummer des Teils im Dateinamen[ {file}] ist „{seen}“ und damit keine Ziffer von 1 bis 9.',
    'Das letzte Element des Namens ist die Nummer dieses Teils: eine Ziffer ({expected}).',
  ],
  fr: [
    'Numéro de la partie dans le nom de fichier',
    'Le numéro de la partie dans le nom de fichier[ {file}] est « {seen} », ce qui n’est pas un chiffre de 1 à 9.',
    'Le dernier élément du nom est le numéro de cette partie : un seul chiffre ({expected}).',
  ],
  nl: [
    'Nummer van het deel in de bestandsnaam',
    'Het nummer van het deel in de bestandsnaam[ {file}] is ‘{seen}’ en dus geen cijfer van 1 tot 9.',
    'Het laatste element van de naam is het nummer van dit deel: één cijfer ({expected}).',
  ],
  en: [
    'Part number in the file name',
    'The part number in the file name[ {file}] is “{seen}”, which is not a digit from 1 to 9.',
    'The last element of the name is the number of this part: one digit ({expected}).',
  ],
}

function structureOf(code: number): ReasonTexts {
  return {
    [code]: STRUCTURE,
    [`${code}.elements`]: ELEMENTS,
    [`${code}.set`]: SET,
    [`${code}.purpose`]: PURPOSE,
    [`${code}.sender`]: SENDER,
    [`${code}.part`]: PART,
  }
}

/** One fault, told by three codes: GO and TD 107, FI 131, FS 132. */
export const NAME_STRUCTURE_TEXTS: ReasonTexts = { ...structureOf(107), ...structureOf(131), ...structureOf(132) }
