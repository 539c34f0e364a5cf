import type { ReasonTexts } from './texts.ts'

export const SET_FILE_TEXTS: ReasonTexts = {
  120: {
    de: [
      'Zahl der Meldungsdateien',
      'Vorhandene und angekündigte Meldungsdateien (FI): {seen}.[ Es fehlt: {expected}.]',
      'Senden Sie alle Teile, die die GO-Datei ankündigt, mit ihren Signaturen und zuletzt der GO-Datei erneut.',
    ],
    fr: [
      'Nombre de fichiers de déclaration',
      'Fichiers de déclaration (FI) présents et annoncés : {seen}.[ Il manque : {expected}.]',
      'Renvoyez toutes les parties annoncées par le fichier GO, avec leurs signatures et, en dernier, le fichier GO.',
    ],
    nl: [
      'Aantal aangiftebestanden',
      'Aanwezige en aangekondigde aangiftebestanden (FI): {seen}.[ Er ontbreekt: {expected}.]',
      'Verstuur alle delen die het GO-bestand aankondigt opnieuw, met hun handtekeningen en als laatste het GO-bestand.',
    ],
    en: [
      'Number of declaration files',
      'Declaration files (FI) present and announced: {seen}.[ Missing: {expected}.]',
      'Send all parts that the GO file announces again, with their signatures and the GO file last.',
    ],
  },
  121: {
    de: [
      'Signaturdatei nicht erlaubt',
      'Die Signaturdatei {file} kam über den Kanal {seen}, der seine eigene Signatur mitbringt.',
      'Senden Sie die Sendung ohne FS-Datei erneut.',
    ],
    fr: [
      'Fichier de signature non admis',
      'Le fichier de signature {file} est arrivé par le canal {seen}, qui apporte sa propre signature.',
      'Renvoyez l’envoi sans fichier FS.',
    ],
    nl: [
      'Handtekeningbestand niet toegelaten',
      'Het handtekeningbestand {file} kwam via het kanaal {seen}, dat een eigen handtekening meebrengt.',
      'Verstuur de zending opnieuw zonder FS-bestand.',
    ],
    en: [
      'Signature file not admitted',
      'The signature file {file} came over the channel {seen}, which brings a signature of its own.',
      'Send the set again without FS file.',
    ],
  },
  122: {
    de: [
      'Zahl der Signaturdateien',
      'Vorhandene und nötige Signaturdateien (FS): {seen}.[ Es fehlt: {expected}.]',
      'Signieren Sie jede Meldungsdatei (FI) und senden Sie alle Dateien erneut, zuletzt die GO-Datei.',
    ],
    fr: [
      'Nombre de fichiers de signature',
      'Fichiers de signature (FS) présents et requis : {seen}.[ Il manque : {expected}.]',
      'Signez chaque fichier de déclaration (FI) et renvoyez tous les fichiers, le fichier GO en dernier.',
    ],
    nl: [
      'Aantal handtekeningbestanden',
      'Aanwezige en vereiste handtekeningbestanden (FS): {seen}.[ Er ontbreekt: {expected}.]',
      'Onderteken elk aangiftebestand (FI) en verstuur alle bestanden opnieuw, het GO-bestand als laatste.',
    ],
    en: [
      'Number of signature files',
      'Signature files (FS) present and needed: {seen}.[ Missing: {expected}.]',
      'Sign each declaration file (FI) and send all files again, the GO file last.',
    ],
  },
  130: {
    de: [
      'GO-Datei kam nicht',
      'Zu diesen Dateien kam innerhalb der Wartezeit keine GO-Datei; sie wurden nicht verarbeitet.',
      'Senden Sie die Dateien erneut und schließen Sie jede Sendung mit ihrer GO-Datei ab.',
    ],
    fr: [
      'Fichier GO non reçu',
      'Aucun fichier GO n’est arrivé pour ces fichiers dans le délai d’attente ; ils n’ont pas été traités.',
      'Renvoyez les fichiers et terminez chaque envoi par son fichier GO.',
    ],
    nl: [
      'GO-bestand niet ontvangen',
      'Voor deze bestanden kwam binnen de wachttijd geen GO-bestand; ze werden niet verwerkt.',
      'Verstuur de bestanden opnieuw en sluit elke zending af met haar GO-bestand.',
    ],
    en: [
      'GO file did not come',
      'No GO file came for these files within the waiting time; they were not processed.',
      'Send the files again and end each set with its GO file.',
    ],
  },
  134: {
    de: [
      'Leere Datei',
      'Die Meldungsdatei {file} enthält keine Daten.',
      'Prüfen Sie, ob die Datei vor dem Versand fertig geschrieben war, und senden Sie die Sendung erneut.',
    ],
    fr: [
      'Fichier vide',
      'Le fichier de déclaration {file} ne contient aucune donnée.',
      'Vérifiez que le fichier était entièrement écrit avant l’envoi et renvoyez l’envoi.',
    ],
    nl: [
      'Leeg bestand',
      'Het aangiftebestand {file} bevat geen gegevens.',
      'Controleer of het bestand volledig was weggeschreven vóór het verzenden en verstuur de zending opnieuw.',
    ],
    en: [
      'Empty file',
      'The declaration file {file} holds no data.',
      'Check that the file was written completely before it was sent, and send the set again.',
    ],
  },
}
