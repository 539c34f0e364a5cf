/** What the inbox refuses over the web service, in every language; English is what the refusal itself says. By the key of `Refusal.told`. */
import type { Refusal } from '../../base/refusal.ts'
import type { Language } from '../../batch/languages.ts'
import { spoken, type Text } from '../../http/language.ts'

const NAMED = 'FI.DMFA.123456.20260105.00001.R.1.1.'

const TEXTS: Readonly<Record<string, Text>> = {
  nameMissing: {
    de: `Die Datei hat keinen Namen. Benennen Sie sie wie ${NAMED}`,
    fr: `Le fichier n’a pas de nom. Nommez-le comme ${NAMED}`,
    nl: `Het bestand heeft geen naam. Noem het zoals ${NAMED}`,
    en: `The file has no name. Name the file like ${NAMED}`,
  },
  nameTooLong: {
    de: `Der Name ist länger als {bytesMax} Bytes. Benennen Sie die Datei wie ${NAMED}`,
    fr: `Le nom dépasse {bytesMax} octets. Nommez le fichier comme ${NAMED}`,
    nl: `De naam is langer dan {bytesMax} bytes. Noem het bestand zoals ${NAMED}`,
    en: `The name is longer than {bytesMax} bytes. Name the file like ${NAMED}`,
  },
  nameNotPrintable: {
    de: `Der Name enthält ein Byte, das kein druckbares ASCII ist, oder ein Leerzeichen. Benennen Sie die Datei wie ${NAMED}`,
    fr: `Le nom contient un octet hors de l’ASCII imprimable, ou une espace. Nommez le fichier comme ${NAMED}`,
    nl: `De naam bevat een byte buiten de afdrukbare ASCII, of een spatie. Noem het bestand zoals ${NAMED}`,
    en: `The name holds a byte outside of printable ASCII, or a space. Name the file like ${NAMED}`,
  },
  nameForbidden: {
    de: `Der Name enthält eines der Zeichen / \\ % < > " | *. Benennen Sie die Datei wie ${NAMED}`,
    fr: `Le nom contient un des caractères / \\ % < > " | *. Nommez le fichier comme ${NAMED}`,
    nl: `De naam bevat een van de tekens / \\ % < > " | *. Noem het bestand zoals ${NAMED}`,
    en: `The name holds one of / \\ % < > " | *. Name the file like ${NAMED}`,
  },
  nothingInRequest: {
    de: 'Die Anfrage bringt weder Dateien noch das GO einer Sendung. Senden Sie die Dateien mit, oder sagen Sie, dass die Sendung vollständig ist.',
    fr: 'La requête n’apporte ni fichiers ni le GO d’un envoi. Envoyez les fichiers avec elle, ou indiquez que l’envoi est complet.',
    nl: 'De aanvraag brengt bestanden noch de GO van een zending mee. Stuur de bestanden mee, of zeg dat de zending volledig is.',
    en: 'The request brings neither files nor the GO of a set. Send the files of the set with it, or say that the set is complete.',
  },
  twiceInRequest: {
    de: 'Zwei Dateien der Anfrage haben denselben Namen. Senden Sie jede Datei einmal, unter eigenem Namen.',
    fr: 'Deux fichiers de la requête portent le même nom. Envoyez chaque fichier une fois, sous son propre nom.',
    nl: 'Twee bestanden van de aanvraag hebben dezelfde naam. Stuur elk bestand één keer, onder zijn eigen naam.',
    en: 'Two files of the request have the same name. Send each file once, under its own name.',
  },
  tooManyParts: {
    de: 'Eine Anfrage darf höchstens {partsMax} Dateien bringen. Lassen Sie die Sendung offen, und senden Sie die anderen Dateien in einer weiteren Anfrage.',
    fr: 'Une requête peut apporter {partsMax} fichiers au plus. Laissez l’envoi ouvert, et envoyez les autres fichiers dans une autre requête.',
    nl: 'Een aanvraag mag hoogstens {partsMax} bestanden meebrengen. Laat de zending open, en stuur de andere bestanden in een volgende aanvraag.',
    en: 'A request may bring {partsMax} files at most. Leave the set open, and send the other files in a further request.',
  },
  tooManyOpen: {
    de: 'Höchstens {filesMax} Dateien und {bytesMax} Bytes dürfen auf ihr GO warten. Vervollständigen Sie die Sendungen durch ihr GO, oder löschen Sie Dateien, die nicht gebraucht werden.',
    fr: 'Au plus {filesMax} fichiers et {bytesMax} octets peuvent attendre leur GO. Complétez les envois par leur GO, ou supprimez les fichiers inutiles.',
    nl: 'Hoogstens {filesMax} bestanden en {bytesMax} bytes mogen op hun GO wachten. Vervolledig de zendingen met hun GO, of verwijder bestanden die niet nodig zijn.',
    en: 'No more than {filesMax} files and {bytesMax} bytes may wait for their GO. Complete the sets with their GO, or delete files that are not needed.',
  },
}

/** Cause and remedy; in English alone when it has no business on this way. */
export function refusalTexts({ cause, remedy, told }: Refusal): Text | { readonly en: string } {
  const text = TEXTS[told?.key ?? '']
  if (!text) return { en: `${cause} ${remedy}` }
  const say = (language: Language) => spoken(text, language, told?.values)
  return { de: say('de'), fr: say('fr'), nl: say('nl'), en: say('en') }
}
