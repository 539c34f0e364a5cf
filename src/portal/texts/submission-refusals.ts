/** Refusals of the lists and checks of a sender's sets. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const SUBMISSION_REFUSALS = {
  'refusal.noSender.cause':        { de: 'Diese Eigenschaft hat noch keine Absendernummer.', fr: 'Cette qualité n’a pas encore de numéro d’expéditeur.', nl: 'Deze hoedanigheid heeft nog geen verzendernummer.', en: 'This quality has no sender number yet.' },
  'refusal.noSender.remedy':       { de: 'Richten Sie zuerst die strukturierten Berichte ein.', fr: 'Configurez d’abord les messages structurés.', nl: 'Stel eerst de gestructureerde berichten in.', en: 'Set up the structured reports first.' },
  'refusal.noFiles.cause':         { de: 'Es wurde keine Datei ausgewählt.', fr: 'Aucun fichier n’a été choisi.', nl: 'Er werd geen bestand gekozen.', en: 'No file was chosen.' },
  'refusal.noFiles.remedy':        { de: 'Wählen Sie die Dateien einer Sendung aus: FI, FS und GO.', fr: 'Choisissez les fichiers d’un envoi : FI, FS et GO.', nl: 'Kies de bestanden van een zending: FI, FS en GO.', en: 'Choose the files of a set: FI, FS and GO.' },
  'refusal.filesTooLarge.cause':   { de: 'Das sind mehr oder größere Dateien, als hier geprüft werden können.', fr: 'Ces fichiers sont plus nombreux ou plus grands que ce qui peut être contrôlé ici.', nl: 'Dit zijn meer of grotere bestanden dan hier gecontroleerd kunnen worden.', en: 'These are more or larger files than can be checked here.' },
  'refusal.filesTooLarge.remedy':  { de: 'Wählen Sie höchstens {files} Dateien, jede höchstens {each} MB, zusammen höchstens {all} MB. Größere prüft das Programm „sluice check“ auf Ihrem Rechner.', fr: 'Choisissez au maximum {files} fichiers, de {each} Mo au maximum chacun et {all} Mo au total. Le programme « sluice check » en contrôle de plus grands sur votre ordinateur.', nl: 'Kies hoogstens {files} bestanden, elk hoogstens {each} MB, samen hoogstens {all} MB. Het programma “sluice check” controleert grotere bestanden op uw computer.', en: 'Choose at most {files} files, each of at most {each} MB, {all} MB in all. The program “sluice check” checks larger ones on your computer.' },
  'refusal.fileTwice.cause':       { de: 'Zwei Dateien haben denselben Namen.', fr: 'Deux fichiers portent le même nom.', nl: 'Twee bestanden hebben dezelfde naam.', en: 'Two files have the same name.' },
  'refusal.fileTwice.remedy':      { de: 'Wählen Sie jede Datei nur einmal aus.', fr: 'Choisissez chaque fichier une seule fois.', nl: 'Kies elk bestand maar één keer.', en: 'Choose each file once.' },
  'refusal.channelNotOpen.cause':  { de: 'Dieser Kanal ist nicht offen.', fr: 'Ce canal n’est pas ouvert.', nl: 'Dit kanaal is niet open.', en: 'This channel is not open.' },
  'refusal.channelNotOpen.remedy': { de: 'Wählen Sie einen der offenen Kanäle.', fr: 'Choisissez un des canaux ouverts.', nl: 'Kies een van de open kanalen.', en: 'Choose one of the open channels.' },
  'refusal.checksBusy.cause':      { de: 'Zurzeit werden zu viele Dateien geprüft.', fr: 'Trop de fichiers sont contrôlés en ce moment.', nl: 'Er worden momenteel te veel bestanden gecontroleerd.', en: 'Too many files are being checked.' },
  'refusal.checksBusy.remedy':     { de: 'Versuchen Sie es in einer Minute noch einmal.', fr: 'Réessayez dans une minute.', nl: 'Probeer het over een minuut opnieuw.', en: 'Try again in a minute.' },
} as const satisfies Texts
