import type { ReasonTexts } from './texts.ts'

export const SCHEMA_TEXTS: ReasonTexts = {
  88: {
    de: [
      'Schema unbekannt',
      'Das Dokument[ {file}] nennt das Schema {seen}; diese Fassung ist hier nicht bekannt.',
      'Verwenden Sie eine veröffentlichte Fassung des Schemas und prüfen Sie die Schreibweise des Namens.',
    ],
    fr: [
      'Schéma inconnu',
      'Le document[ {file}] mentionne le schéma {seen} ; cette version n’est pas connue ici.',
      'Utilisez une version publiée du schéma et vérifiez l’orthographe de son nom.',
    ],
    nl: [
      'Schema onbekend',
      'Het document[ {file}] vermeldt het schema {seen}; deze versie is hier niet bekend.',
      'Gebruik een gepubliceerde versie van het schema en controleer de schrijfwijze van de naam.',
    ],
    en: [
      'Schema unknown',
      'The document[ {file}] names the schema {seen}; this version is not known here.',
      'Use a published version of the schema, and check the spelling of its name.',
    ],
  },
  89: {
    de: [
      'Wurzelelement unbekannt',
      'Die Wurzel des Dokuments[ {file}] ist {seen}; zu diesem Zweck gehört: {expected}.',
      'Prüfen Sie, ob die richtige Datei gesendet wurde, und die Schreibweise samt Groß- und Kleinbuchstaben.',
    ],
    fr: [
      'Élément racine inconnu',
      'La racine du document[ {file}] est {seen} ; pour cet objectif, c’est : {expected}.',
      'Vérifiez si le bon fichier a été envoyé, ainsi que l’orthographe, majuscules comprises.',
    ],
    nl: [
      'Rootelement onbekend',
      'De root van het document[ {file}] is {seen}; bij dit doel hoort: {expected}.',
      'Controleer of het juiste bestand werd verstuurd, en de schrijfwijze met hoofd- en kleine letters.',
    ],
    en: [
      'Root element unknown',
      'The root of the document[ {file}] is {seen}; this purpose has: {expected}.',
      'Check whether the right file was sent, and the spelling with capital and small letters.',
    ],
  },
  135: {
    de: [
      'Formulartyp passt nicht zum Schema',
      'Ein Formular im Dokument[ {file}] nennt als Identification {seen}; zu diesem Dokument gehört: {expected}.',
      'Berichtigen Sie die Identification der Formulare oder verwenden Sie das Dokument, das zu ihnen gehört.',
    ],
    fr: [
      'Type de formulaire incompatible avec le schéma',
      'Un formulaire du document[ {file}] porte l’Identification {seen} ; à ce document correspond : {expected}.',
      'Corrigez l’Identification des formulaires ou utilisez le document qui leur correspond.',
    ],
    nl: [
      'Formuliertype past niet bij het schema',
      'Een formulier in het document[ {file}] vermeldt als Identification {seen}; bij dit document hoort: {expected}.',
      'Verbeter de Identification van de formulieren of gebruik het document dat erbij hoort.',
    ],
    en: [
      'Form type does not fit the schema',
      'A form in the document[ {file}] has the Identification {seen}; to this document belongs: {expected}.',
      'Correct the Identification of the forms, or use the document that belongs to them.',
    ],
  },
  '135.schema': {
    de: [
      'Schema passt nicht zur Wurzel',
      'Das Dokument[ {file}] nennt das Schema {seen}, seine Wurzel ist aber {expected}.',
      'Nennen Sie in der Wurzel das Schema, das zu ihr gehört.',
    ],
    fr: [
      'Schéma incompatible avec la racine',
      'Le document[ {file}] mentionne le schéma {seen}, alors que sa racine est {expected}.',
      'Mentionnez dans la racine le schéma qui lui correspond.',
    ],
    nl: [
      'Schema past niet bij de root',
      'Het document[ {file}] vermeldt het schema {seen}, maar zijn root is {expected}.',
      'Vermeld in de root het schema dat erbij hoort.',
    ],
    en: [
      'Schema does not fit the root',
      'The document[ {file}] names the schema {seen}, but its root is {expected}.',
      'Name in the root the schema that belongs to it.',
    ],
  },
  '135.missing': {
    de: [
      'Formular ohne Identification',
      'Ein Formular im Dokument[ {file}] hat keine Identification; erwartet wird: {expected}.',
      'Ergänzen Sie in jedem Formular das Element Identification.',
    ],
    fr: [
      'Formulaire sans Identification',
      'Un formulaire du document[ {file}] n’a pas d’Identification ; attendu : {expected}.',
      'Ajoutez l’élément Identification à chaque formulaire.',
    ],
    nl: [
      'Formulier zonder Identification',
      'Een formulier in het document[ {file}] heeft geen Identification; verwacht wordt: {expected}.',
      'Voeg in elk formulier het element Identification toe.',
    ],
    en: [
      'Form without Identification',
      'A form in the document[ {file}] has no Identification; expected is: {expected}.',
      'Add the element Identification to each form.',
    ],
  },
  136: {
    de: [
      'Kein Schema genannt',
      'Die Wurzel {seen} des Dokuments[ {file}] nennt kein Schema.',
      'Nennen Sie es in der Wurzel, zum Beispiel xsi:noNamespaceSchemaLocation="{expected}".',
    ],
    fr: [
      'Aucun schéma mentionné',
      'La racine {seen} du document[ {file}] ne mentionne pas de schéma.',
      'Mentionnez-le dans la racine, par exemple xsi:noNamespaceSchemaLocation="{expected}".',
    ],
    nl: [
      'Geen schema vermeld',
      'De root {seen} van het document[ {file}] vermeldt geen schema.',
      'Vermeld het in de root, bijvoorbeeld xsi:noNamespaceSchemaLocation="{expected}".',
    ],
    en: [
      'No schema named',
      'The root {seen} of the document[ {file}] names no schema.',
      'Name it in the root, for example xsi:noNamespaceSchemaLocation="{expected}".',
    ],
  },
  139: {
    de: [
      'Falscher Namensraum',
      'Die Wurzel des Dokuments[ {file}] steht im Namensraum {seen}; richtig ist {expected} ("" bedeutet: keiner).',
      'Berichtigen Sie das Attribut xmlns der Wurzel.',
    ],
    fr: [
      'Espace de noms incorrect',
      'La racine du document[ {file}] est dans l’espace de noms {seen} ; le bon est {expected} ("" signifie : aucun).',
      'Corrigez l’attribut xmlns de la racine.',
    ],
    nl: [
      'Verkeerde namespace',
      'De root van het document[ {file}] staat in de namespace {seen}; juist is {expected} ("" betekent: geen).',
      'Verbeter het attribuut xmlns van de root.',
    ],
    en: [
      'Wrong namespace',
      'The root of the document[ {file}] stands in the namespace {seen}; right is {expected} ("" means: none).',
      'Correct the attribute xmlns of the root.',
    ],
  },
  158: {
    de: [
      'Inhalt passt nicht zum Dateinamen',
      'Der Name der Datei[ {file}] nennt den Zweck {expected}; ihr Inhalt ist {seen}, also eine Meldung für einen anderen Zweck.',
      'Prüfen Sie, ob die richtige Datei gesendet wurde, oder ändern Sie den Zweck in den Dateinamen.',
    ],
    fr: [
      'Le contenu ne correspond pas au nom',
      'Le nom du fichier[ {file}] mentionne l’objectif {expected} ; son contenu est {seen}, donc une déclaration pour un autre objectif.',
      'Vérifiez si le bon fichier a été envoyé, ou changez l’objectif dans les noms de fichiers.',
    ],
    nl: [
      'Inhoud past niet bij de bestandsnaam',
      'De naam van het bestand[ {file}] vermeldt het doel {expected}; de inhoud is {seen}, dus een aangifte voor een ander doel.',
      'Controleer of het juiste bestand werd verstuurd, of wijzig het doel in de bestandsnamen.',
    ],
    en: [
      'Content does not fit the file name',
      'The name of the file[ {file}] says the purpose {expected}; its content is {seen}, a declaration for another purpose.',
      'Check whether the right file was sent, or change the purpose in the file names.',
    ],
  },
  312: {
    de: [
      'Nicht gültig nach dem Schema',
      'Das Dokument[ {file}] verstößt gegen das Schema {expected}[ in Zeile {line}, Spalte {column}].[ Meldung der Prüfung: {seen}]',
      'Berichtigen Sie die Meldung an dieser Stelle, prüfen Sie sie gegen das Schema, und signieren und senden Sie sie neu.',
    ],
    fr: [
      'Non valide selon le schéma',
      'Le document[ {file}] ne respecte pas le schéma {expected}[ à la ligne {line}, colonne {column}].[ Message du contrôle : {seen}]',
      'Corrigez la déclaration à cet endroit, contrôlez-la avec le schéma, puis signez-la et envoyez-la à nouveau.',
    ],
    nl: [
      'Niet geldig volgens het schema',
      'Het document[ {file}] beantwoordt niet aan het schema {expected}[ op regel {line}, kolom {column}].[ Melding van de controle: {seen}]',
      'Verbeter de aangifte op die plaats, controleer ze met het schema, en onderteken en verstuur ze opnieuw.',
    ],
    en: [
      'Not valid against the schema',
      'The document[ {file}] breaks the schema {expected}[ at line {line}, column {column}].[ The validation says: {seen}]',
      'Correct the declaration at this place, check it against the schema, then sign it and send it again.',
    ],
  },
}
