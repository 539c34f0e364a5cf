/** Structured reports: the guide „Senden“. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const REPORTS_SEND = {
  'reports.send.lead':      { de: 'Alles, was Sie in Ihr Programm eintragen. Ihre Absendernummer ist {sender}.', fr: 'Tout ce que vous introduisez dans votre programme. Votre numéro d’expéditeur est {sender}.', nl: 'Alles wat u in uw programma invoert. Uw verzendernummer is {sender}.', en: 'Everything that you enter into your program. Your sender number is {sender}.' },
  'reports.send.hostKeys':  { de: 'Alle unsere Schlüssel', fr: 'Toutes nos clés', nl: 'Al onze sleutels', en: 'All our keys' },
  'reports.send.askForKeys': { de: 'Fragen Sie den Betreiber danach.', fr: 'Demandez-les à l’exploitant.', nl: 'Vraag ze aan de systeembeheerder.', en: 'Ask the operator for them.' },
  'reports.send.compareKey': { de: 'Vergleichen Sie beim ersten Verbinden, ob Ihr Programm einen dieser Schlüssel zeigt. Zeigt es einen anderen, verbinden Sie sich nicht.', fr: 'À la première connexion, vérifiez que votre programme affiche une de ces clés. S’il en affiche une autre, ne vous connectez pas.', nl: 'Controleer bij de eerste verbinding of uw programma een van deze sleutels toont. Toont het een andere, verbind dan niet.', en: 'When you connect for the first time, check that your program shows one of these keys. If it shows another, do not connect.' },
  'reports.send.implicit':   { de: 'Port mit TLS von Anfang an', fr: 'Port avec TLS dès le début', nl: 'Poort met TLS vanaf het begin', en: 'Port with TLS from the start' },
  'reports.send.encryption': { de: 'Verschlüsselung', fr: 'Chiffrement', nl: 'Versleuteling', en: 'Encryption' },
  'reports.send.mustUseTls': { de: 'FTPS ist Pflicht: explizites TLS (AUTH TLS), passiver Modus', fr: 'FTPS est obligatoire : TLS explicite (AUTH TLS), mode passif', nl: 'FTPS is verplicht: expliciete TLS (AUTH TLS), passieve modus', en: 'FTPS is required: explicit TLS (AUTH TLS), passive mode' },
  'reports.send.mayUseTls':  { de: 'FTPS wird empfohlen (AUTH TLS), FTP ohne TLS ist aus diesem Netz erlaubt; passiver Modus', fr: 'FTPS est recommandé (AUTH TLS), FTP sans TLS est permis depuis ce réseau ; mode passif', nl: 'FTPS wordt aanbevolen (AUTH TLS), FTP zonder TLS is toegelaten vanuit dit netwerk; passieve modus', en: 'FTPS is advised (AUTH TLS), FTP without TLS is allowed from this network; passive mode' },
  'reports.send.tlsCertificate': { de: 'Fingerabdruck unseres TLS-Zertifikats', fr: 'Empreinte de notre certificat TLS', nl: 'Vingerafdruk van ons TLS-certificaat', en: 'Fingerprint of our TLS certificate' },
  'reports.send.tlsEnds':        { de: 'Es gilt bis', fr: 'Valable jusqu’au', nl: 'Geldig tot', en: 'It is valid until' },
  'reports.send.passivePorts':   { de: 'Ports für Daten', fr: 'Ports des données', nl: 'Poorten voor gegevens', en: 'Ports for data' },
  'reports.send.portsFromTo':    { de: '{first} bis {last}', fr: 'de {first} à {last}', nl: '{first} tot {last}', en: '{first} to {last}' },
  'reports.send.networks':       { de: 'Erlaubte Adressen', fr: 'Adresses permises', nl: 'Toegelaten adressen', en: 'Addresses allowed' },

  'reports.send.folders':  { de: 'Ordner', fr: 'Dossiers', nl: 'Mappen', en: 'Folders' },
  'reports.send.purpose':  { de: 'Umgebung', fr: 'Environnement', nl: 'Omgeving', en: 'Environment' },
  'reports.send.upload':   { de: 'Hochladen in', fr: 'Déposer dans', nl: 'Opladen in', en: 'Upload to' },
  'reports.send.download': { de: 'Antworten abholen in', fr: 'Retirer les réponses dans', nl: 'Antwoorden ophalen in', en: 'Fetch answers from' },

  'reports.send.declaration':   { de: 'Meldung', fr: 'Déclaration', nl: 'Aangifte', en: 'Declaration' },
  'reports.send.signatureFile': { de: 'Signatur', fr: 'Signature', nl: 'Handtekening', en: 'Signature' },
  'reports.send.trigger':       { de: 'Startdatei, leer', fr: 'Fichier de lancement, vide', nl: 'Startbestand, leeg', en: 'Trigger, empty' },
  'reports.send.order':         { de: 'Laden Sie zuerst FI und FS hoch, zuletzt GO. Erst mit GO beginnt die Verarbeitung. Datum und Folgenummer sind für jede Sendung neu.', fr: 'Déposez d’abord FI et FS, puis GO. Le traitement ne commence qu’avec GO. La date et le numéro de suite sont nouveaux pour chaque envoi.', nl: 'Laad eerst FI en FS op, en GO als laatste. Pas met GO begint de verwerking. Datum en volgnummer zijn nieuw voor elke zending.', en: 'Upload FI and FS first, GO last. Only GO starts the processing. Date and sequence are new for each set.' },

  'reports.send.signature':     { de: 'So entsteht die Datei FS', fr: 'Comment créer le fichier FS', nl: 'Zo ontstaat het bestand FS', en: 'How the file FS is made' },
  'reports.send.signatureLead': { de: 'Mit OpenSSL in einer Zeile; certificate.pem und private.key sind Ihr Zertifikat und sein privater Schlüssel.', fr: 'Avec OpenSSL en une ligne ; certificate.pem et private.key sont votre certificat et sa clé privée.', nl: 'Met OpenSSL in één regel; certificate.pem en private.key zijn uw certificaat en de bijbehorende privésleutel.', en: 'With OpenSSL in one line; certificate.pem and private.key are your certificate and its private key.' },
  'reports.send.answers':       { de: 'Antworten', fr: 'Réponses', nl: 'Antwoorden', en: 'Answers' },
  'reports.send.answersLead':   { de: 'Zu jeder Sendung erhalten Sie eine Empfangsbestätigung FO.ACRF.{gateway} mit Signatur FS und Startdatei GO. Holen Sie die drei Dateien ab, sobald GO da ist, und löschen Sie sie dann.', fr: 'Pour chaque envoi, vous recevez un accusé de réception FO.ACRF.{gateway} avec sa signature FS et son fichier GO. Retirez-les dès que GO est là, puis supprimez-les.', nl: 'Voor elke zending krijgt u een ontvangstbewijs FO.ACRF.{gateway} met handtekening FS en startbestand GO. Haal ze op zodra GO er is, en verwijder ze daarna.', en: 'For each set you get an acknowledgement FO.ACRF.{gateway} with its signature FS and trigger GO. Fetch them as soon as GO is there, then delete them.' },
} as const satisfies Texts
