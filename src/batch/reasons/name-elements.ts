import type { ReasonTexts } from './texts.ts'

export const NAME_ELEMENT_TEXTS: ReasonTexts = {
  129: {
    de: [
      'Unbekannter Anfang des Dateinamens',
      'Der Dateiname[ {file}] beginnt mit „{seen}“; erlaubt sind am Anfang nur {expected}.',
      'Benennen Sie die Datei um: FI für die Meldung, FS für die Signatur, GO zum Starten, TD zum Zurückziehen.',
    ],
    fr: [
      'Début du nom de fichier inconnu',
      'Le nom de fichier[ {file}] commence par « {seen} » ; seuls {expected} sont admis au début.',
      'Renommez le fichier : FI pour la déclaration, FS pour la signature, GO pour démarrer, TD pour annuler.',
    ],
    nl: [
      'Onbekend begin van de bestandsnaam',
      'De bestandsnaam[ {file}] begint met ‘{seen}’; vooraan zijn alleen {expected} toegelaten.',
      'Hernoem het bestand: FI voor de aangifte, FS voor de handtekening, GO om te starten, TD om te annuleren.',
    ],
    en: [
      'Unknown start of the file name',
      'The file name[ {file}] starts with “{seen}”; only {expected} are admitted at the start.',
      'Rename the file: FI for the declaration, FS for the signature, GO to start the processing, TD to cancel it.',
    ],
  },
  '129.purpose': {
    de: [
      'Unbekannter Zweck',
      'Den Zweck „{seen}“, das zweite Element des Dateinamens[ {file}], bietet dieser Empfänger nicht an.',
      'Prüfen Sie die vier Zeichen des Zwecks; die Liste der Online-Dienste nennt die gültigen.',
    ],
    fr: [
      'Objectif inconnu',
      'L’objectif « {seen} », deuxième élément du nom de fichier[ {file}], n’est pas proposé par ce destinataire.',
      'Vérifiez les quatre caractères de l’objectif ; la liste des services en ligne indique ceux qui sont valables.',
    ],
    nl: [
      'Onbekend doel',
      'Het doel ‘{seen}’, het tweede element van de bestandsnaam[ {file}], wordt door deze ontvanger niet aangeboden.',
      'Controleer de vier tekens van het doel; de lijst van de onlinediensten vermeldt de geldige.',
    ],
    en: [
      'Unknown purpose',
      'The purpose “{seen}”, the second element of the file name[ {file}], is not offered by this receiver.',
      'Check the four characters of the purpose; the list of online services names the valid ones.',
    ],
  },
  108: {
    de: [
      'Fremde Absendernummer',
      'Der Dateiname[ {file}] nennt den Absender {seen}; dieser Ordner gehört zum Absender {expected}.',
      'Verwenden Sie Ihre eigene Absendernummer oder melden Sie sich mit dem Kanal des genannten Absenders an.',
    ],
    fr: [
      'Numéro d’un autre expéditeur',
      'Le nom de fichier[ {file}] mentionne l’expéditeur {seen} ; ce dossier appartient à l’expéditeur {expected}.',
      'Utilisez votre propre numéro d’expéditeur ou connectez-vous par le canal de l’expéditeur mentionné.',
    ],
    nl: [
      'Nummer van een andere verzender',
      'De bestandsnaam[ {file}] vermeldt verzender {seen}; deze map is van verzender {expected}.',
      'Gebruik uw eigen verzendernummer of meld u aan via het kanaal van de vermelde verzender.',
    ],
    en: [
      'Number of another sender',
      'The file name[ {file}] names sender {seen}; this folder belongs to sender {expected}.',
      'Use your own sender number, or log in through the channel of the sender that is named.',
    ],
  },
  112: {
    de: [
      'Länge der Folgenummer',
      'Die Folgenummer „{seen}“ im Dateinamen[ {file}] hat nicht fünf Zeichen.',
      'Schreiben Sie die Folgenummer mit fünf Zeichen, vorn mit Nullen aufgefüllt, etwa {expected}.',
    ],
    fr: [
      'Longueur du numéro de suite',
      'Le numéro de suite « {seen} » dans le nom de fichier[ {file}] ne compte pas cinq caractères.',
      'Écrivez le numéro de suite en cinq caractères, complété par des zéros à gauche, par exemple {expected}.',
    ],
    nl: [
      'Lengte van het volgnummer',
      'Het volgnummer ‘{seen}’ in de bestandsnaam[ {file}] telt geen vijf tekens.',
      'Schrijf het volgnummer met vijf tekens, links aangevuld met nullen, bijvoorbeeld {expected}.',
    ],
    en: [
      'Length of the sequence number',
      'The sequence number “{seen}” in the file name[ {file}] does not have five characters.',
      'Write the sequence number with five characters, filled with zeros on the left, for example {expected}.',
    ],
  },
  127: {
    de: ['Folgenummer aus Nullen', 'Die Folgenummer im Dateinamen[ {file}] ist {seen}.', 'Zählen Sie ab {expected}.'],
    fr: [
      'Numéro de suite à zéro',
      'Le numéro de suite dans le nom de fichier[ {file}] est {seen}.',
      'Comptez à partir de {expected}.',
    ],
    nl: ['Volgnummer uit nullen', 'Het volgnummer in de bestandsnaam[ {file}] is {seen}.', 'Tel vanaf {expected}.'],
    en: [
      'Sequence number of zeros',
      'The sequence number in the file name[ {file}] is {seen}.',
      'Count from {expected}.',
    ],
  },
  133: {
    de: [
      'Name schon verwendet',
      'Eine Sendung mit demselben Namen[ ({seen})] wurde schon angenommen; diese hier wird nicht noch einmal verarbeitet.',
      'Ist es eine neue Meldung, nehmen Sie die nächste Folgenummer. War es ein erneuter Versand, ist nichts zu tun: die erste Annahme gilt.',
    ],
    fr: [
      'Nom déjà utilisé',
      'Un envoi du même nom[ ({seen})] a déjà été accepté ; celui-ci n’est pas traité une seconde fois.',
      'S’il s’agit d’une nouvelle déclaration, prenez le numéro de suite suivant. S’il s’agit d’un renvoi, il n’y a rien à faire : la première acceptation reste valable.',
    ],
    nl: [
      'Naam al gebruikt',
      'Een zending met dezelfde naam[ ({seen})] werd al aanvaard; deze wordt geen tweede keer verwerkt.',
      'Is het een nieuwe aangifte, neem dan het volgende volgnummer. Werd ze opnieuw verstuurd, dan hoeft u niets te doen: de eerste aanvaarding blijft gelden.',
    ],
    en: [
      'Name used before',
      'A set of the same name[ ({seen})] was accepted before; this one is not processed a second time.',
      'For a new declaration take the next sequence number. If this was a repetition there is nothing to do: the first acceptance stands.',
    ],
  },
  367: {
    de: [
      'Zeichen in der Folgenummer',
      'Die Folgenummer „{seen}“ im Dateinamen[ {file}] enthält ein Zeichen, das nicht erlaubt ist.',
      'Verwenden Sie nur Ziffern und Großbuchstaben ({expected}).',
    ],
    fr: [
      'Caractère dans le numéro de suite',
      'Le numéro de suite « {seen} » dans le nom de fichier[ {file}] contient un caractère non admis.',
      'N’utilisez que des chiffres et des majuscules ({expected}).',
    ],
    nl: [
      'Teken in het volgnummer',
      'Het volgnummer ‘{seen}’ in de bestandsnaam[ {file}] bevat een teken dat niet is toegelaten.',
      'Gebruik alleen cijfers en hoofdletters ({expected}).',
    ],
    en: [
      'Character in the sequence number',
      'The sequence number “{seen}” in the file name[ {file}] holds a character that is not admitted.',
      'Use only digits and capital letters ({expected}).',
    ],
  },
}
