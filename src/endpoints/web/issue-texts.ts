/** What the catalogue says of single inputs; `detail` may be replaced by better words. */
import type { ProblemText } from './problem-texts.ts'
import type { IssueKey } from './problems.ts'

export const ISSUE_TEXTS: Readonly<Record<IssueKey, ProblemText>> = {
  schemaViolation: {
    title: {
      de: 'Eingabe passt nicht zum Schema',
      fr: 'L’entrée ne respecte pas le schéma',
      nl: 'Invoer past niet in het schema',
      en: 'Input does not fit the schema',
    },
    detail: {
      de: 'Das Feld fehlt oder hat nicht die beschriebene Form. Siehe das OpenAPI-Dokument.',
      fr: 'Le champ manque ou n’a pas la forme décrite. Voir le document OpenAPI.',
      nl: 'Het veld ontbreekt of heeft niet de beschreven vorm. Zie het OpenAPI-document.',
      en: 'The field is missing or not of the form described. See the OpenAPI document.',
    },
  },
  invalidInput: {
    title: { de: 'Ungültige Eingabe', fr: 'Entrée non valide', nl: 'Ongeldige invoer', en: 'Invalid input' },
    detail: {
      de: 'Der Wert kann so nicht angenommen werden. Berichtigen Sie ihn.',
      fr: 'La valeur ne peut pas être acceptée telle quelle. Corrigez-la.',
      nl: 'De waarde kan zo niet aanvaard worden. Verbeter ze.',
      en: 'The value cannot be taken as it is. Correct it.',
    },
  },
  unknownInput: {
    title: { de: 'Unbekannte Eingabe', fr: 'Entrée inconnue', nl: 'Onbekende invoer', en: 'Unknown input' },
    detail: {
      de: 'Dieses Feld gibt es hier nicht, oder es kam mehr als einmal. Lassen Sie es weg.',
      fr: 'Ce champ n’existe pas ici ou a été envoyé plus d’une fois. Supprimez-le.',
      nl: 'Dit veld bestaat hier niet, of het kwam meer dan eens. Laat het weg.',
      en: 'There is no such field here, or it came more than once. Leave it out.',
    },
  },
  referencedResourceNotFound: {
    title: {
      de: 'Genanntes ist nicht da',
      fr: 'Élément mentionné introuvable',
      nl: 'Het genoemde is er niet',
      en: 'What is referred to is not there',
    },
    detail: {
      de: 'Die Anfrage nennt etwas, das nicht mitgekommen ist. Senden Sie es mit, oder nennen Sie es nicht.',
      fr: 'La requête mentionne quelque chose qui n’a pas été envoyé. Envoyez-le ou ne le mentionnez pas.',
      nl: 'De aanvraag noemt iets dat niet meegestuurd is. Stuur het mee, of noem het niet.',
      en: 'The request names something that did not come with it. Send it along, or do not name it.',
    },
  },
  invalidStructure: {
    title: {
      de: 'Prüfziffer oder Aufbau falsch',
      fr: 'Chiffre de contrôle ou structure incorrects',
      nl: 'Controlegetal of structuur fout',
      en: 'Check digits or structure are wrong',
    },
    detail: {
      de: 'Der Wert kann nicht stimmen. Prüfen Sie ihn auf Tippfehler.',
      fr: 'La valeur ne peut pas être correcte. Vérifiez qu’elle ne contient pas de faute de frappe.',
      nl: 'De waarde kan niet juist zijn. Kijk ze na op typfouten.',
      en: 'The value cannot be right. Check it for a slip.',
    },
  },
  requiredInput: {
    title: { de: 'Eingabe fehlt', fr: 'Entrée manquante', nl: 'Invoer ontbreekt', en: 'Input is missing' },
    detail: {
      de: 'Das wird hier gebraucht. Senden Sie es mit.',
      fr: 'Cet élément est nécessaire ici. Envoyez-le.',
      nl: 'Dit is hier nodig. Stuur het mee.',
      en: 'This is needed here. Send it along.',
    },
  },
  digestMismatch: {
    title: {
      de: 'Prüfsumme passt nicht',
      fr: 'L’empreinte ne correspond pas',
      nl: 'Controlesom klopt niet',
      en: 'Digest does not match',
    },
    detail: {
      de: 'Der Inhalt ist nicht der, dessen SHA-256 genannt ist. Senden Sie die Datei noch einmal.',
      fr: 'Le contenu n’est pas celui dont le SHA-256 est indiqué. Renvoyez le fichier.',
      nl: 'De inhoud is niet die waarvan de SHA-256 vermeld is. Stuur het bestand opnieuw.',
      en: 'The content is not the one whose SHA-256 is told. Send the file again.',
    },
  },
}
