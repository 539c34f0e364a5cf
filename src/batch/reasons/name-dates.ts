import type { ReasonTexts } from './texts.ts'

export const NAME_DATE_TEXTS: ReasonTexts = {
  109: {
    de: [
      'Länge des Datums',
      'Das Datum „{seen}“ im Dateinamen[ {file}] hat nicht acht Zeichen.',
      'Schreiben Sie das Datum als Jahr, Monat und Tag ohne Trennzeichen, etwa {expected}.',
    ],
    fr: [
      'Longueur de la date',
      'La date « {seen} » dans le nom de fichier[ {file}] ne compte pas huit caractères.',
      'Écrivez la date comme année, mois et jour sans séparateurs, par exemple {expected}.',
    ],
    nl: [
      'Lengte van de datum',
      'De datum ‘{seen}’ in de bestandsnaam[ {file}] telt geen acht tekens.',
      'Schrijf de datum als jaar, maand en dag zonder scheidingstekens, bijvoorbeeld {expected}.',
    ],
    en: [
      'Length of the date',
      'The date “{seen}” in the file name[ {file}] does not have eight characters.',
      'Write the date as year, month and day without separators, for example {expected}.',
    ],
  },
  110: {
    de: [
      'Kein Datum des Kalenders',
      'Den Tag „{seen}“ im Dateinamen[ {file}] gibt es nicht.',
      'Schreiben Sie ein wirkliches Datum als Jahr, Monat und Tag, etwa {expected}.',
    ],
    fr: [
      'Date inexistante',
      'Le jour « {seen} » dans le nom de fichier[ {file}] n’existe pas.',
      'Écrivez une date réelle comme année, mois et jour, par exemple {expected}.',
    ],
    nl: [
      'Onbestaande datum',
      'De dag ‘{seen}’ in de bestandsnaam[ {file}] bestaat niet.',
      'Schrijf een bestaande datum als jaar, maand en dag, bijvoorbeeld {expected}.',
    ],
    en: [
      'Not a date of the calendar',
      'The day “{seen}” in the file name[ {file}] does not exist.',
      'Write a real date as year, month and day, for example {expected}.',
    ],
  },
  111: {
    de: [
      'Datum in der Zukunft',
      'Das Datum {seen} im Dateinamen[ {file}] liegt nach dem Tag des Empfangs, dem {expected}.',
      'Setzen Sie das Datum ein, an dem die Datei entstand, und prüfen Sie die Uhr Ihres Rechners.',
    ],
    fr: [
      'Date dans le futur',
      'La date {seen} dans le nom de fichier[ {file}] est postérieure au jour de réception, le {expected}.',
      'Indiquez la date de création du fichier et vérifiez l’horloge de votre ordinateur.',
    ],
    nl: [
      'Datum in de toekomst',
      'De datum {seen} in de bestandsnaam[ {file}] ligt na de dag van ontvangst, {expected}.',
      'Vermeld de datum waarop het bestand werd aangemaakt en controleer de klok van uw computer.',
    ],
    en: [
      'Date in the future',
      'The date {seen} in the file name[ {file}] is after the day of reception, {expected}.',
      'Give the date on which the file was made, and check the clock of your computer.',
    ],
  },
  126: {
    de: [
      'Datum zu alt',
      'Das Datum {seen} im Dateinamen[ {file}] liegt zu weit zurück; das älteste zulässige ist heute der {expected}.',
      'Erzeugen Sie die Dateien mit dem heutigen Datum im Namen neu und senden Sie sie.',
    ],
    fr: [
      'Date trop ancienne',
      'La date {seen} dans le nom de fichier[ {file}] est trop ancienne ; la plus ancienne admise est aujourd’hui le {expected}.',
      'Recréez les fichiers avec la date du jour dans leur nom et envoyez-les.',
    ],
    nl: [
      'Datum te oud',
      'De datum {seen} in de bestandsnaam[ {file}] is te oud; de oudste toegelaten datum is vandaag {expected}.',
      'Maak de bestanden opnieuw met de datum van vandaag in hun naam en verstuur ze.',
    ],
    en: [
      'Date too old',
      'The date {seen} in the file name[ {file}] is too old; today the oldest admitted one is {expected}.',
      'Make the files again with today’s date in their names, and send them.',
    ],
  },
}
