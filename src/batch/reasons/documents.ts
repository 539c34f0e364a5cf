import type { ReasonTexts } from './texts.ts'

export const DOCUMENT_TEXTS: ReasonTexts = {
  102: {
    de: [
      'XML nicht wohlgeformt',
      'Das Dokument[ {file}] ist kein wohlgeformtes XML[ (Zeile {line}, Spalte {column})].[ Meldung des Lesers: {seen}]',
      'Erzeugen Sie die Datei neu, prüfen Sie sie mit einem XML-Werkzeug, signieren und senden Sie sie.',
    ],
    fr: [
      'XML mal formé',
      'Le document[ {file}] n’est pas du XML bien formé[ (ligne {line}, colonne {column})].[ Message du lecteur : {seen}]',
      'Recréez le fichier, contrôlez-le avec un outil XML, signez-le et envoyez-le.',
    ],
    nl: [
      'XML niet welgevormd',
      'Het document[ {file}] is geen welgevormde XML[ (regel {line}, kolom {column})].[ Melding van de lezer: {seen}]',
      'Maak het bestand opnieuw, controleer het met een XML-programma, onderteken het en verstuur het.',
    ],
    en: [
      'XML not well-formed',
      'The document[ {file}] is not well-formed XML[ (line {line}, column {column})].[ The reader says: {seen}]',
      'Make the file again, check it with an XML tool, sign it and send it.',
    ],
  },
  '102.doctype': {
    de: [
      'DOCTYPE nicht erlaubt',
      'Das Dokument[ {file}] enthält eine DOCTYPE-Deklaration[ (Zeile {line}, Spalte {column})]; solche Dokumente werden nicht gelesen.',
      'Entfernen Sie die DOCTYPE-Deklaration und schreiben Sie Entitäten als Zeichen aus; signieren und senden Sie die Datei dann neu.',
    ],
    fr: [
      'DOCTYPE non admis',
      'Le document[ {file}] contient une déclaration DOCTYPE[ (ligne {line}, colonne {column})] ; de tels documents ne sont pas lus.',
      'Supprimez la déclaration DOCTYPE et écrivez les entités en toutes lettres ; signez et envoyez ensuite le fichier à nouveau.',
    ],
    nl: [
      'DOCTYPE niet toegelaten',
      'Het document[ {file}] bevat een DOCTYPE-declaratie[ (regel {line}, kolom {column})]; zulke documenten worden niet gelezen.',
      'Verwijder de DOCTYPE-declaratie en schrijf entiteiten als tekens uit; onderteken en verstuur het bestand dan opnieuw.',
    ],
    en: [
      'DOCTYPE not admitted',
      'The document[ {file}] holds a DOCTYPE declaration[ (line {line}, column {column})]; such documents are not read.',
      'Remove the DOCTYPE declaration and write entities out as characters; then sign and send the file again.',
    ],
  },
  '102.encoding': {
    de: [
      'Bytes passen nicht zur Zeichenkodierung',
      'Das Dokument[ {file}] gibt sich als {expected} aus; das Byte an der Stelle {seen} (ab 0 gezählt) kommt dort nicht vor.',
      'Speichern Sie die Datei in der Kodierung, die ihre erste Zeile nennt, am besten UTF-8; signieren und senden Sie sie neu.',
    ],
    fr: [
      'Octets incompatibles avec l’encodage',
      'Le document[ {file}] se présente comme {expected} ; l’octet à la position {seen} (comptée à partir de 0) n’y existe pas.',
      'Enregistrez le fichier dans l’encodage que sa première ligne mentionne, de préférence UTF-8 ; signez-le et envoyez-le à nouveau.',
    ],
    nl: [
      'Bytes passen niet bij de tekencodering',
      'Het document[ {file}] geeft zich uit voor {expected}; de byte op positie {seen} (geteld vanaf 0) komt daarin niet voor.',
      'Sla het bestand op in de codering die de eerste regel vermeldt, bij voorkeur UTF-8; onderteken en verstuur het opnieuw.',
    ],
    en: [
      'Bytes do not fit the encoding',
      'The document[ {file}] says that it is {expected}; the byte at position {seen} (counted from 0) does not exist there.',
      'Save the file in the encoding that its first line names, preferably UTF-8; sign it and send it again.',
    ],
  },
  '102.limit': {
    de: [
      'Ungewöhnlich gebautes XML',
      'Das Dokument[ {file}] überschreitet eine Grenze des Lesers ({seen}, höchstens {expected})[ in Zeile {line}, Spalte {column}]; keine Meldung kommt ihr nahe.',
      'Prüfen Sie das Programm, das die Datei erzeugt; sie ist vermutlich beschädigt.',
    ],
    fr: [
      'XML de construction inhabituelle',
      'Le document[ {file}] dépasse une limite du lecteur ({seen}, maximum {expected})[ à la ligne {line}, colonne {column}] ; aucune déclaration ne s’en approche.',
      'Vérifiez le programme qui crée le fichier ; celui-ci est sans doute endommagé.',
    ],
    nl: [
      'Ongewoon opgebouwde XML',
      'Het document[ {file}] overschrijdt een grens van de lezer ({seen}, hoogstens {expected})[ op regel {line}, kolom {column}]; geen enkele aangifte komt daarbij in de buurt.',
      'Controleer het programma dat het bestand aanmaakt; het bestand is wellicht beschadigd.',
    ],
    en: [
      'XML of unusual build',
      'The document[ {file}] exceeds a limit of the reader ({seen}, at most {expected})[ at line {line}, column {column}]; no declaration comes near it.',
      'Check the program that makes the file; the file is probably damaged.',
    ],
  },
  138: {
    de: [
      'Zeichenkodierung nicht unterstützt',
      'Das Dokument[ {file}] ist in {seen} geschrieben; gelesen werden {expected}.',
      'Speichern Sie die Datei in UTF-8, nennen Sie das in ihrer ersten Zeile, und signieren und senden Sie sie neu.',
    ],
    fr: [
      'Encodage non pris en charge',
      'Le document[ {file}] est écrit en {seen} ; sont lus {expected}.',
      'Enregistrez le fichier en UTF-8, mentionnez-le dans sa première ligne, puis signez-le et envoyez-le à nouveau.',
    ],
    nl: [
      'Tekencodering niet ondersteund',
      'Het document[ {file}] is geschreven in {seen}; gelezen worden {expected}.',
      'Sla het bestand op in UTF-8, vermeld dat op de eerste regel, en onderteken en verstuur het opnieuw.',
    ],
    en: [
      'Encoding not supported',
      'The document[ {file}] is written in {seen}; what is read is {expected}.',
      'Save the file in UTF-8, say so in its first line, then sign it and send it again.',
    ],
  },
  157: {
    de: [
      'Keine Meldung enthalten',
      'Das Dokument[ {file}] enthält unter {seen} kein Formular (Form).',
      'Prüfen Sie, ob die Ausgabe Ihres Programms leer war, und senden Sie die Sendung mit mindestens einem Formular erneut.',
    ],
    fr: [
      'Aucune déclaration trouvée',
      'Le document[ {file}] ne contient aucun formulaire (Form) sous {seen}.',
      'Vérifiez si la sortie de votre programme était vide, et renvoyez l’envoi avec au moins un formulaire.',
    ],
    nl: [
      'Geen aangifte gevonden',
      'Het document[ {file}] bevat onder {seen} geen formulier (Form).',
      'Controleer of de uitvoer van uw programma leeg was, en verstuur de zending opnieuw met minstens één formulier.',
    ],
    en: [
      'No declaration found',
      'The document[ {file}] holds no form (Form) under {seen}.',
      'Check whether the output of your program was empty, and send the set again with at least one form.',
    ],
  },
  205: {
    de: [
      'Fremdes Element neben den Formularen',
      'Das Dokument[ {file}] enthält unter der Wurzel noch anderes als Formulare (Form): {seen}.',
      'Entfernen Sie diese Elemente; unter der Wurzel stehen nur Formulare.',
    ],
    fr: [
      'Élément étranger à côté des formulaires',
      'Le document[ {file}] contient sous la racine autre chose que des formulaires (Form) : {seen}.',
      'Supprimez ces éléments ; la racine ne contient que des formulaires.',
    ],
    nl: [
      'Vreemd element naast de formulieren',
      'Het document[ {file}] bevat onder de root iets anders dan formulieren (Form): {seen}.',
      'Verwijder deze elementen; onder de root staan alleen formulieren.',
    ],
    en: [
      'Other element beside the forms',
      'The document[ {file}] holds something else than forms (Form) under the root: {seen}.',
      'Remove these elements; the root holds forms only.',
    ],
  },
}
