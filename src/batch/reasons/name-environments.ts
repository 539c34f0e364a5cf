import type { ReasonTexts, Texts } from './texts.ts'

const WRONG_FOLDER: Texts = {
  de: [
    'Umgebung passt nicht zum Ordner',
    'Der Dateiname[ {file}] nennt eine andere Umgebung als die des Ordners {seen}.',
    'Legen Sie die Dateien in den Ordner {expected}, oder ändern Sie den Buchstaben: R für IN, T für INTEST, S für INTEST-S.',
  ],
  fr: [
    'L’environnement ne correspond pas au dossier',
    'Le nom de fichier[ {file}] mentionne un autre environnement que celui du dossier {seen}.',
    'Déposez les fichiers dans le dossier {expected}, ou changez la lettre : R pour IN, T pour INTEST, S pour INTEST-S.',
  ],
  nl: [
    'Omgeving past niet bij de map',
    'De bestandsnaam[ {file}] vermeldt een andere omgeving dan die van de map {seen}.',
    'Plaats de bestanden in de map {expected}, of wijzig de letter: R voor IN, T voor INTEST, S voor INTEST-S.',
  ],
  en: [
    'Environment does not fit the folder',
    'The file name[ {file}] names another environment than that of the folder {seen}.',
    'Put the files into the folder {expected}, or change the letter: R for IN, T for INTEST, S for INTEST-S.',
  ],
}

export const NAME_ENVIRONMENT_TEXTS: ReasonTexts = {
  117: {
    de: [
      'Unbekannte Umgebung',
      'Das sechste Element des Dateinamens[ {file}] ist „{seen}“; als Umgebung gibt es nur {expected}.',
      'Schreiben Sie R für die Produktion, T für den Test oder S für die Simulation.',
    ],
    fr: [
      'Environnement inconnu',
      'Le sixième élément du nom de fichier[ {file}] est « {seen} » ; il n’existe que les environnements {expected}.',
      'Écrivez R pour la production, T pour le test ou S pour la simulation.',
    ],
    nl: [
      'Onbekende omgeving',
      'Het zesde element van de bestandsnaam[ {file}] is ‘{seen}’; als omgeving bestaan alleen {expected}.',
      'Schrijf R voor productie, T voor test of S voor simulatie.',
    ],
    en: [
      'Unknown environment',
      'The sixth element of the file name[ {file}] is “{seen}”; the only environments are {expected}.',
      'Write R for production, T for test or S for simulation.',
    ],
  },
  118: WRONG_FOLDER,
  119: WRONG_FOLDER,
  144: {
    de: [
      'Umgebung fehlt',
      'Das sechste Element des Dateinamens[ {file}], die Umgebung, ist leer.',
      'Schreiben Sie dort einen der Buchstaben {expected}: Produktion, Test oder Simulation.',
    ],
    fr: [
      'Environnement manquant',
      'Le sixième élément du nom de fichier[ {file}], l’environnement, est vide.',
      'Écrivez-y l’une des lettres {expected} : production, test ou simulation.',
    ],
    nl: [
      'Omgeving ontbreekt',
      'Het zesde element van de bestandsnaam[ {file}], de omgeving, is leeg.',
      'Schrijf daar een van de letters {expected}: productie, test of simulatie.',
    ],
    en: [
      'Environment missing',
      'The sixth element of the file name[ {file}], the environment, is empty.',
      'Write one of the letters {expected} there: production, test or simulation.',
    ],
  },
  257: WRONG_FOLDER,
}
