import type { ReasonTexts } from './texts.ts'

/** The signature is readable, but does not belong to the bytes that were received. */
export const SIGNED_CONTENT_TEXTS = {
  '125.otherDocument': {
    de: [
      'Signatur einer anderen Datei',
      'Die Signatur {file} gehört zu anderen Bytes als denen der empfangenen Meldungsdatei.[ Empfangen: {seen}.][ Signiert: {expected}.]',
      'Signieren Sie die Datei erst, wenn sie fertig ist, ändern Sie danach nichts mehr, und übertragen Sie sie binär.',
    ],
    fr: [
      'Signature d’un autre fichier',
      'La signature {file} porte sur d’autres octets que ceux du fichier de déclaration reçu.[ Reçu : {seen}.][ Signé : {expected}.]',
      'Signez le fichier quand il est terminé, n’y changez plus rien ensuite, et transférez-le en mode binaire.',
    ],
    nl: [
      'Handtekening van een ander bestand',
      'De handtekening {file} hoort bij andere bytes dan die van het ontvangen aangiftebestand.[ Ontvangen: {seen}.][ Ondertekend: {expected}.]',
      'Onderteken het bestand pas als het af is, wijzig er daarna niets meer aan, en verstuur het binair.',
    ],
    en: [
      'Signature of another file',
      'The signature {file} belongs to other bytes than those of the declaration file received.[ Received: {seen}.][ Signed: {expected}.]',
      'Sign the file once it is finished, change nothing in it afterwards, and transfer it in binary mode.',
    ],
  },
  '125.signedAsText': {
    de: [
      'Als Text signiert',
      'Die Signatur {file} wurde über einen Text mit Zeilenenden CRLF gebildet, nicht über die Bytes der Datei.[ Empfangen: {seen}.][ Signiert: {expected}.]',
      'Signieren Sie binär, bei OpenSSL mit der Option -binary, übertragen Sie binär (nicht ASCII oder Text), und senden Sie die Sendung erneut.',
    ],
    fr: [
      'Signé comme texte',
      'La signature {file} a été calculée sur un texte à fins de ligne CRLF, et non sur les octets du fichier.[ Reçu : {seen}.][ Signé : {expected}.]',
      'Signez en mode binaire, avec OpenSSL par l’option -binary, transférez en mode binaire (ni ASCII ni texte), et renvoyez l’envoi.',
    ],
    nl: [
      'Als tekst ondertekend',
      'De handtekening {file} werd berekend over een tekst met regeleinden CRLF en niet over de bytes van het bestand.[ Ontvangen: {seen}.][ Ondertekend: {expected}.]',
      'Onderteken binair, bij OpenSSL met de optie -binary, gebruik voor de overdracht de binaire modus (niet ASCII of tekst), en verstuur de zending opnieuw.',
    ],
    en: [
      'Signed as text',
      'The signature {file} was made over a text with line ends CRLF, not over the bytes of the file.[ Received: {seen}.][ Signed: {expected}.]',
      'Sign in binary mode, with OpenSSL by the option -binary, transfer in binary mode (not ASCII or text), and send the set again.',
    ],
  },
  '125.asciiMode': {
    de: [
      'Zeilenenden bei der Übertragung geändert',
      'Die Meldungsdatei zur Signatur {file} kam mit anderen Zeilenenden an, als sie signiert wurde.[ Empfangen: {seen}.][ Signiert: {expected}.]',
      'Stellen Sie Ihr Übertragungsprogramm auf den Binärmodus (nicht ASCII oder Text) und senden Sie die Sendung erneut.',
    ],
    fr: [
      'Fins de ligne modifiées au transfert',
      'Le fichier de déclaration de la signature {file} est arrivé avec d’autres fins de ligne que lors de la signature.[ Reçu : {seen}.][ Signé : {expected}.]',
      'Réglez votre programme de transfert en mode binaire (ni ASCII ni texte) et renvoyez l’envoi.',
    ],
    nl: [
      'Regeleinden gewijzigd bij de overdracht',
      'Het aangiftebestand bij de handtekening {file} kwam aan met andere regeleinden dan bij het ondertekenen.[ Ontvangen: {seen}.][ Ondertekend: {expected}.]',
      'Zet uw overdrachtprogramma in binaire modus (niet ASCII of tekst) en verstuur de zending opnieuw.',
    ],
    en: [
      'Line ends changed in the transfer',
      'The declaration file of the signature {file} arrived with other line ends than it was signed with.[ Received: {seen}.][ Signed: {expected}.]',
      'Set your transfer program to binary mode (not ASCII or text) and send the set again.',
    ],
  },
  '125.bomAdded': {
    de: [
      'Byte-Reihenfolge-Marke hinzugefügt',
      'Die Meldungsdatei zur Signatur {file} beginnt mit einer Marke (BOM), die beim Signieren noch nicht da war.[ Empfangen: {seen}.][ Signiert: {expected}.]',
      'Ein Programm hat die Datei nach dem Signieren neu gespeichert: signieren Sie als letzten Schritt und senden Sie die Sendung erneut.',
    ],
    fr: [
      'Marque d’ordre des octets ajoutée',
      'Le fichier de déclaration de la signature {file} commence par une marque (BOM) qui n’y était pas lors de la signature.[ Reçu : {seen}.][ Signé : {expected}.]',
      'Un programme a réenregistré le fichier après la signature : signez en dernière étape et renvoyez l’envoi.',
    ],
    nl: [
      'Byte order mark toegevoegd',
      'Het aangiftebestand bij de handtekening {file} begint met een markering (BOM) die er bij het ondertekenen nog niet was.[ Ontvangen: {seen}.][ Ondertekend: {expected}.]',
      'Een programma heeft het bestand na het ondertekenen opnieuw opgeslagen: onderteken als laatste stap en verstuur de zending opnieuw.',
    ],
    en: [
      'Byte order mark added',
      'The declaration file of the signature {file} starts with a mark (BOM) that was not there when it was signed.[ Received: {seen}.][ Signed: {expected}.]',
      'A program saved the file again after it was signed: sign as the last step, and send the set again.',
    ],
  },
  '125.bomRemoved': {
    de: [
      'Byte-Reihenfolge-Marke entfernt',
      'Der Meldungsdatei zur Signatur {file} fehlt am Anfang eine Marke (BOM), die beim Signieren da war.[ Empfangen: {seen}.][ Signiert: {expected}.]',
      'Ein Programm hat die Datei nach dem Signieren neu gespeichert: signieren Sie als letzten Schritt und senden Sie die Sendung erneut.',
    ],
    fr: [
      'Marque d’ordre des octets supprimée',
      'Il manque au début du fichier de déclaration de la signature {file} une marque (BOM) qui y était lors de la signature.[ Reçu : {seen}.][ Signé : {expected}.]',
      'Un programme a réenregistré le fichier après la signature : signez en dernière étape et renvoyez l’envoi.',
    ],
    nl: [
      'Byte order mark verwijderd',
      'Aan het begin van het aangiftebestand bij de handtekening {file} ontbreekt een markering (BOM) die er bij het ondertekenen was.[ Ontvangen: {seen}.][ Ondertekend: {expected}.]',
      'Een programma heeft het bestand na het ondertekenen opnieuw opgeslagen: onderteken als laatste stap en verstuur de zending opnieuw.',
    ],
    en: [
      'Byte order mark removed',
      'The declaration file of the signature {file} lacks a mark (BOM) at its start that was there when it was signed.[ Received: {seen}.][ Signed: {expected}.]',
      'A program saved the file again after it was signed: sign as the last step, and send the set again.',
    ],
  },
  '125.tailMissing': {
    de: [
      'Ende der Datei fehlt',
      'Der Meldungsdatei zur Signatur {file} fehlt der letzte Zeilenumbruch, der beim Signieren da war.[ Empfangen: {seen}.][ Signiert: {expected}.]',
      'Übertragen Sie die Datei binär und unverändert, so wie sie signiert wurde.',
    ],
    fr: [
      'Fin du fichier manquante',
      'Il manque au fichier de déclaration de la signature {file} le dernier saut de ligne, présent lors de la signature.[ Reçu : {seen}.][ Signé : {expected}.]',
      'Transférez le fichier en mode binaire et sans le modifier, tel qu’il a été signé.',
    ],
    nl: [
      'Einde van het bestand ontbreekt',
      'Aan het aangiftebestand bij de handtekening {file} ontbreekt het laatste regeleinde, dat er bij het ondertekenen was.[ Ontvangen: {seen}.][ Ondertekend: {expected}.]',
      'Verstuur het bestand binair en ongewijzigd, zoals het werd ondertekend.',
    ],
    en: [
      'End of the file missing',
      'The declaration file of the signature {file} lacks the last line break, which was there when it was signed.[ Received: {seen}.][ Signed: {expected}.]',
      'Transfer the file in binary mode and unchanged, as it was signed.',
    ],
  },
  '125.cutOff': {
    de: [
      'Datei bricht ab',
      'Die Meldungsdatei zur Signatur {file} endet mitten im Dokument: die Übertragung brach ab, oder die Datei war noch nicht fertig.[ Empfangen: {seen}.][ Signiert: {expected}.]',
      'Übertragen Sie die fertige Datei noch einmal vollständig, danach die Signatur, und GO erst zuletzt.',
    ],
    fr: [
      'Fichier interrompu',
      'Le fichier de déclaration de la signature {file} s’arrête au milieu du document : le transfert a été interrompu, ou le fichier n’était pas terminé.[ Reçu : {seen}.][ Signé : {expected}.]',
      'Transférez à nouveau le fichier terminé en entier, puis la signature, et le GO en dernier.',
    ],
    nl: [
      'Bestand afgebroken',
      'Het aangiftebestand bij de handtekening {file} eindigt midden in het document: de overdracht werd afgebroken, of het bestand was nog niet af.[ Ontvangen: {seen}.][ Ondertekend: {expected}.]',
      'Verstuur het afgewerkte bestand opnieuw in zijn geheel, daarna de handtekening, en GO pas als laatste.',
    ],
    en: [
      'File cut off',
      'The declaration file of the signature {file} ends in the middle of the document: the transfer broke off, or the file was not finished.[ Received: {seen}.][ Signed: {expected}.]',
      'Transfer the finished file again as a whole, then the signature, and GO last.',
    ],
  },
  '125.tailAdded': {
    de: [
      'Zeilenumbruch am Ende hinzugefügt',
      'Die Meldungsdatei zur Signatur {file} endet mit einem Zeilenumbruch, der beim Signieren noch nicht da war.[ Empfangen: {seen}.][ Signiert: {expected}.]',
      'Übertragen Sie die Datei binär und unverändert, so wie sie signiert wurde.',
    ],
    fr: [
      'Saut de ligne ajouté à la fin',
      'Le fichier de déclaration de la signature {file} se termine par un saut de ligne absent lors de la signature.[ Reçu : {seen}.][ Signé : {expected}.]',
      'Transférez le fichier en mode binaire et sans le modifier, tel qu’il a été signé.',
    ],
    nl: [
      'Regeleinde achteraan toegevoegd',
      'Het aangiftebestand bij de handtekening {file} eindigt met een regeleinde dat er bij het ondertekenen nog niet was.[ Ontvangen: {seen}.][ Ondertekend: {expected}.]',
      'Verstuur het bestand binair en ongewijzigd, zoals het werd ondertekend.',
    ],
    en: [
      'Line break added at the end',
      'The declaration file of the signature {file} ends with a line break that was not there when it was signed.[ Received: {seen}.][ Signed: {expected}.]',
      'Transfer the file in binary mode and unchanged, as it was signed.',
    ],
  },
  '125.wrongValue': {
    de: [
      'Signaturwert falsch',
      'Der Wert der Signatur {file} passt nicht zum Schlüssel des Zertifikats[: {seen}].',
      'Signieren Sie die Meldungsdatei neu, mit dem Schlüssel, der zum Zertifikat gehört, und senden Sie beide unverändert.',
    ],
    fr: [
      'Valeur de signature incorrecte',
      'La valeur de la signature {file} ne correspond pas à la clé du certificat[ : {seen}].',
      'Signez à nouveau le fichier de déclaration avec la clé qui correspond au certificat, et envoyez les deux sans les modifier.',
    ],
    nl: [
      'Handtekeningwaarde fout',
      'De waarde van de handtekening {file} past niet bij de sleutel van het certificaat[: {seen}].',
      'Onderteken het aangiftebestand opnieuw met de sleutel die bij het certificaat hoort, en verstuur beide ongewijzigd.',
    ],
    en: [
      'Signature value wrong',
      'The value of the signature {file} does not fit the key of the certificate[: {seen}].',
      'Sign the declaration file again with the key that belongs to the certificate, and send both unchanged.',
    ],
  },
} satisfies ReasonTexts
