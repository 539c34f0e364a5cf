import type { ReasonTexts } from './texts.ts'

/** What was received as FS cannot be read as a signature. */
export const SIGNATURE_FILE_TEXTS = {
  '125.emptySignature': {
    de: [
      'Signaturdatei leer',
      'Die Signaturdatei {file} enthält nichts.',
      'Signieren Sie die Meldungsdatei (FI) und senden Sie die Sendung erneut.',
    ],
    fr: [
      'Fichier de signature vide',
      'Le fichier de signature {file} ne contient rien.',
      'Signez le fichier de déclaration (FI) et renvoyez l’envoi.',
    ],
    nl: [
      'Handtekeningbestand leeg',
      'Het handtekeningbestand {file} bevat niets.',
      'Onderteken het aangiftebestand (FI) en verstuur de zending opnieuw.',
    ],
    en: [
      'Signature file empty',
      'The signature file {file} holds nothing.',
      'Sign the declaration file (FI) and send the set again.',
    ],
  },
  '125.signatureTooLarge': {
    de: [
      'Signaturdatei zu groß',
      'Die Signaturdatei {file} ist zu groß für eine Signatur[: {seen}][, höchstens {expected}].',
      'Signieren Sie abgesetzt (detached), so dass die Meldung nicht in der Signatur steht, und legen Sie nur Ihr eigenes Zertifikat bei.',
    ],
    fr: [
      'Fichier de signature trop volumineux',
      'Le fichier de signature {file} est trop volumineux pour une signature[ : {seen}][, maximum {expected}].',
      'Signez de manière détachée, sans que la déclaration soit dans la signature, et ne joignez que votre propre certificat.',
    ],
    nl: [
      'Handtekeningbestand te groot',
      'Het handtekeningbestand {file} is te groot voor een handtekening[: {seen}][, hoogstens {expected}].',
      'Onderteken losstaand (detached), zodat de aangifte niet in de handtekening staat, en voeg alleen uw eigen certificaat bij.',
    ],
    en: [
      'Signature file too large',
      'The signature file {file} is too large for a signature[: {seen}][, at most {expected}].',
      'Make a detached signature, so that the declaration is not inside it, and include only your own certificate.',
    ],
  },
  '125.notBase64': {
    de: [
      'Keine Signatur in Base64',
      'Die Signaturdatei {file} ist weder Base64 noch PEM noch DER[: {seen}].',
      'Speichern Sie die Signatur im Format PKCS#7/CMS in Base64 und senden Sie die Sendung erneut.',
    ],
    fr: [
      'Pas de signature en base64',
      'Le fichier de signature {file} n’est ni en base64, ni en PEM, ni en DER[ : {seen}].',
      'Enregistrez la signature au format PKCS#7/CMS en base64 et renvoyez l’envoi.',
    ],
    nl: [
      'Geen handtekening in base64',
      'Het handtekeningbestand {file} is geen base64, PEM of DER[: {seen}].',
      'Sla de handtekening op in het formaat PKCS#7/CMS in base64 en verstuur de zending opnieuw.',
    ],
    en: [
      'No signature in base64',
      'The signature file {file} is neither base64 nor PEM nor DER[: {seen}].',
      'Save the signature in the format PKCS#7/CMS in base64, and send the set again.',
    ],
  },
  '125.wrongArmour': {
    de: [
      'PEM-Datei mit anderem Inhalt',
      'Die Signaturdatei {file} ist eine PEM-Datei, enthält aber keine Signatur[, sondern {seen}][; erwartet wird {expected}].',
      'Senden Sie als FS die Signatur, kein Zertifikat und keinen Schlüssel. War es ein privater Schlüssel, lassen Sie ihn sofort sperren.',
    ],
    fr: [
      'Fichier PEM d’un autre contenu',
      'Le fichier de signature {file} est un fichier PEM, mais ne contient pas de signature[, mais {seen}][ ; attendu : {expected}].',
      'Envoyez comme FS la signature, ni un certificat ni une clé. S’il s’agissait d’une clé privée, faites-la bloquer immédiatement.',
    ],
    nl: [
      'PEM-bestand met andere inhoud',
      'Het handtekeningbestand {file} is een PEM-bestand maar bevat geen handtekening[, wel {seen}][; verwacht wordt {expected}].',
      'Verstuur als FS de handtekening, geen certificaat en geen sleutel. Was het een private sleutel, laat die dan onmiddellijk blokkeren.',
    ],
    en: [
      'PEM file of something else',
      'The signature file {file} is a PEM file but holds no signature[, it holds {seen}][; expected is {expected}].',
      'Send the signature as FS, not a certificate and not a key. If it was a private key, have it blocked at once.',
    ],
  },
  '125.smimeMessage': {
    de: [
      'E-Mail statt Signatur',
      'Die Signaturdatei {file} ist eine ganze S/MIME-Nachricht statt nur einer Signatur.',
      'Schreiben Sie nur die Signatur in die Datei, bei OpenSSL mit „cms -sign -binary -outform PEM“ oder „-outform DER“.',
    ],
    fr: [
      'Message au lieu d’une signature',
      'Le fichier de signature {file} est un message S/MIME complet au lieu de la seule signature.',
      'N’écrivez que la signature dans le fichier, avec OpenSSL par « cms -sign -binary -outform PEM » ou « -outform DER ».',
    ],
    nl: [
      'E-mail in plaats van handtekening',
      'Het handtekeningbestand {file} is een volledig S/MIME-bericht in plaats van alleen de handtekening.',
      'Schrijf alleen de handtekening in het bestand, bij OpenSSL met ‘cms -sign -binary -outform PEM’ of ‘-outform DER’.',
    ],
    en: [
      'E-mail instead of a signature',
      'The signature file {file} is a whole S/MIME message instead of the signature alone.',
      'Write only the signature into the file, with OpenSSL by “cms -sign -binary -outform PEM” or “-outform DER”.',
    ],
  },
  '125.notCms': {
    de: [
      'Keine CMS-Signatur',
      'Der Inhalt der Signaturdatei {file} ist keine Signatur nach PKCS#7/CMS[: {seen}].',
      'Prüfen Sie, ob die richtige Datei gesendet wurde und vollständig ist; signieren Sie sonst neu.',
    ],
    fr: [
      'Pas de signature CMS',
      'Le contenu du fichier de signature {file} n’est pas une signature PKCS#7/CMS[ : {seen}].',
      'Vérifiez si le bon fichier a été envoyé et s’il est complet ; sinon signez à nouveau.',
    ],
    nl: [
      'Geen CMS-handtekening',
      'De inhoud van het handtekeningbestand {file} is geen handtekening volgens PKCS#7/CMS[: {seen}].',
      'Controleer of het juiste bestand werd verstuurd en volledig is; onderteken anders opnieuw.',
    ],
    en: [
      'No CMS signature',
      'The content of the signature file {file} is not a signature after PKCS#7/CMS[: {seen}].',
      'Check whether the right file was sent and is complete; otherwise sign again.',
    ],
  },
  '125.trailingBytes': {
    de: [
      'Daten hinter der Signatur',
      'In der Signaturdatei {file} folgt auf die Signatur noch etwas[: {seen}].',
      'Die Datei darf nur eine Signatur enthalten: schreiben Sie sie neu, statt anzuhängen.',
    ],
    fr: [
      'Données après la signature',
      'Dans le fichier de signature {file}, quelque chose suit la signature[ : {seen}].',
      'Le fichier ne peut contenir qu’une signature : réécrivez-le au lieu d’y ajouter.',
    ],
    nl: [
      'Gegevens na de handtekening',
      'In het handtekeningbestand {file} volgt nog iets op de handtekening[: {seen}].',
      'Het bestand mag maar één handtekening bevatten: schrijf het opnieuw in plaats van aan te vullen.',
    ],
    en: [
      'Content after the signature',
      'In the signature file {file} something follows the signature[: {seen}].',
      'The file may hold one signature only: write it anew instead of appending.',
    ],
  },
} satisfies ReasonTexts
