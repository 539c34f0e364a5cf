import type { ReasonTexts } from './texts.ts'

/** Codes 125 and 153, and the finer causes that lie in the certificate. */
export const SIGNATURE_TEXTS = {
  125: {
    de: [
      'Signatur nicht gültig',
      'Die Signatur {file} ist nicht gültig[: {seen}].',
      'Signieren Sie die Meldungsdatei (FI) neu, genau so wie sie gesendet wird, und senden Sie die Sendung erneut.',
    ],
    fr: [
      'Signature non valable',
      'La signature {file} n’est pas valable[ : {seen}].',
      'Signez à nouveau le fichier de déclaration (FI), exactement tel qu’il est envoyé, et renvoyez l’envoi.',
    ],
    nl: [
      'Handtekening niet geldig',
      'De handtekening {file} is niet geldig[: {seen}].',
      'Onderteken het aangiftebestand (FI) opnieuw, precies zoals het wordt verstuurd, en verstuur de zending opnieuw.',
    ],
    en: [
      'Signature not valid',
      'The signature {file} is not valid[: {seen}].',
      'Sign the declaration file (FI) again, exactly as it is sent, and send the set again.',
    ],
  },
  153: {
    de: [
      'Zertifikat gehört nicht zum Absender',
      'Die Signatur {file} ist richtig, aber ihr Zertifikat[ (Seriennummer {seen})] ist für diesen Absender nicht hinterlegt[; hinterlegt: {expected}].',
      'Signieren Sie mit einem hinterlegten Zertifikat, oder hinterlegen Sie dieses in der Zugangsverwaltung.',
    ],
    fr: [
      'Le certificat n’est pas celui de l’expéditeur',
      'La signature {file} est correcte, mais son certificat[ (numéro de série {seen})] n’est pas enregistré pour cet expéditeur[ ; enregistrés : {expected}].',
      'Signez avec un certificat enregistré, ou enregistrez celui-ci dans la gestion des accès.',
    ],
    nl: [
      'Certificaat hoort niet bij de verzender',
      'De handtekening {file} is correct, maar haar certificaat[ (serienummer {seen})] is voor deze verzender niet geregistreerd[; geregistreerd: {expected}].',
      'Onderteken met een geregistreerd certificaat, of registreer dit certificaat in het toegangsbeheer.',
    ],
    en: [
      'Certificate is not the sender’s',
      'The signature {file} is correct, but its certificate[ (serial number {seen})] is not registered for this sender[; registered: {expected}].',
      'Sign with a registered certificate, or register this one in the access management.',
    ],
  },
  '125.certificateMissing': {
    de: [
      'Zertifikat nicht auffindbar',
      'Das Zertifikat zur Signatur {file}[ (Seriennummer {seen})] liegt weder der Signatur bei noch ist es hinterlegt.',
      'Legen Sie das Zertifikat der Signatur bei, oder hinterlegen Sie es in der Zugangsverwaltung.',
    ],
    fr: [
      'Certificat introuvable',
      'Le certificat de la signature {file}[ (numéro de série {seen})] n’est ni joint à la signature ni enregistré.',
      'Joignez le certificat à la signature, ou enregistrez-le dans la gestion des accès.',
    ],
    nl: [
      'Certificaat niet te vinden',
      'Het certificaat van de handtekening {file}[ (serienummer {seen})] is niet bij de handtekening gevoegd en ook niet geregistreerd.',
      'Voeg het certificaat bij de handtekening, of registreer het in het toegangsbeheer.',
    ],
    en: [
      'Certificate not found',
      'The certificate of the signature {file}[ (serial number {seen})] is neither in the signature nor registered.',
      'Include the certificate in the signature, or register it in the access management.',
    ],
  },
  '125.certificateUnreadable': {
    de: [
      'Zertifikat nicht lesbar',
      'Das Zertifikat in der Signatur {file} ist nicht lesbar[: {seen}].',
      'Signieren Sie mit einem Zertifikat nach X.509, so wie die Zertifizierungsstelle es ausgestellt hat.',
    ],
    fr: [
      'Certificat illisible',
      'Le certificat dans la signature {file} n’est pas lisible[ : {seen}].',
      'Signez avec un certificat X.509 tel que l’autorité de certification l’a délivré.',
    ],
    nl: [
      'Certificaat onleesbaar',
      'Het certificaat in de handtekening {file} is niet leesbaar[: {seen}].',
      'Onderteken met een X.509-certificaat zoals de certificaatautoriteit het heeft uitgereikt.',
    ],
    en: [
      'Certificate unreadable',
      'The certificate in the signature {file} cannot be read[: {seen}].',
      'Sign with an X.509 certificate as the certification authority issued it.',
    ],
  },
  '125.notYetValid': {
    de: [
      'Zertifikat noch nicht gültig',
      'Das Zertifikat der Signatur {file} war beim Empfang[ am {seen}] noch nicht gültig[; Gültigkeit: {expected}].',
      'Signieren Sie mit einem heute gültigen Zertifikat, oder senden Sie die Sendung nach dem Beginn der Gültigkeit erneut.',
    ],
    fr: [
      'Certificat pas encore valable',
      'Le certificat de la signature {file} n’était pas encore valable à la réception[ le {seen}][ ; validité : {expected}].',
      'Signez avec un certificat valable aujourd’hui, ou renvoyez l’envoi après le début de la validité.',
    ],
    nl: [
      'Certificaat nog niet geldig',
      'Het certificaat van de handtekening {file} was bij de ontvangst[ op {seen}] nog niet geldig[; geldigheid: {expected}].',
      'Onderteken met een certificaat dat vandaag geldig is, of verstuur de zending opnieuw na het begin van de geldigheid.',
    ],
    en: [
      'Certificate not yet valid',
      'The certificate of the signature {file} was not yet valid at reception[ on {seen}][; validity: {expected}].',
      'Sign with a certificate that is valid today, or send the set again once the validity has begun.',
    ],
  },
  '125.expired': {
    de: [
      'Zertifikat abgelaufen',
      'Das Zertifikat der Signatur {file} war beim Empfang[ am {seen}] abgelaufen[; Gültigkeit: {expected}].',
      'Hinterlegen Sie das erneuerte Zertifikat in der Zugangsverwaltung, signieren Sie damit und senden Sie die Sendung erneut.',
    ],
    fr: [
      'Certificat expiré',
      'Le certificat de la signature {file} était expiré à la réception[ le {seen}][ ; validité : {expected}].',
      'Enregistrez le certificat renouvelé dans la gestion des accès, signez avec celui-ci et renvoyez l’envoi.',
    ],
    nl: [
      'Certificaat verlopen',
      'Het certificaat van de handtekening {file} was bij de ontvangst[ op {seen}] verlopen[; geldigheid: {expected}].',
      'Registreer het vernieuwde certificaat in het toegangsbeheer, onderteken ermee en verstuur de zending opnieuw.',
    ],
    en: [
      'Certificate expired',
      'The certificate of the signature {file} had expired at reception[ on {seen}][; validity: {expected}].',
      'Register the renewed certificate in the access management, sign with it and send the set again.',
    ],
  },
  '125.revoked': {
    de: [
      'Zertifikat widerrufen',
      'Das Zertifikat der Signatur {file}[ (Seriennummer {seen})] ist widerrufen.',
      'Signieren Sie mit einem anderen gültigen Zertifikat, das für den Absender hinterlegt ist.',
    ],
    fr: [
      'Certificat révoqué',
      'Le certificat de la signature {file}[ (numéro de série {seen})] est révoqué.',
      'Signez avec un autre certificat valable, enregistré pour l’expéditeur.',
    ],
    nl: [
      'Certificaat ingetrokken',
      'Het certificaat van de handtekening {file}[ (serienummer {seen})] is ingetrokken.',
      'Onderteken met een ander geldig certificaat dat voor de verzender is geregistreerd.',
    ],
    en: [
      'Certificate revoked',
      'The certificate of the signature {file}[ (serial number {seen})] is revoked.',
      'Sign with another valid certificate that is registered for the sender.',
    ],
  },
  '125.issuerNotAccepted': {
    de: [
      'Aussteller nicht anerkannt',
      'Das Zertifikat der Signatur {file} stammt von einem Aussteller, der nicht anerkannt ist[: {seen}].',
      'Verwenden Sie ein Zertifikat einer anerkannten Zertifizierungsstelle.',
    ],
    fr: [
      'Émetteur non accepté',
      'Le certificat de la signature {file} provient d’un émetteur qui n’est pas accepté[ : {seen}].',
      'Utilisez un certificat d’une autorité de certification acceptée.',
    ],
    nl: [
      'Uitgever niet aanvaard',
      'Het certificaat van de handtekening {file} komt van een uitgever die niet wordt aanvaard[: {seen}].',
      'Gebruik een certificaat van een aanvaarde certificaatautoriteit.',
    ],
    en: [
      'Issuer not accepted',
      'The certificate of the signature {file} comes from an issuer that is not accepted[: {seen}].',
      'Use a certificate of an accepted certification authority.',
    ],
  },
  '125.weakKey': {
    de: [
      'Schlüssel zu schwach',
      'Der Schlüssel zum Zertifikat der Signatur {file} ist zu schwach oder unsicher[: {seen}].',
      'Lassen Sie ein Zertifikat mit RSA ab 2048 Bit oder einer der Kurven P-256, P-384, P-521 ausstellen.',
    ],
    fr: [
      'Clé trop faible',
      'La clé du certificat de la signature {file} est trop faible ou peu sûre[ : {seen}].',
      'Faites délivrer un certificat avec RSA à partir de 2048 bits ou l’une des courbes P-256, P-384, P-521.',
    ],
    nl: [
      'Sleutel te zwak',
      'De sleutel van het certificaat van de handtekening {file} is te zwak of onveilig[: {seen}].',
      'Laat een certificaat uitreiken met RSA vanaf 2048 bits of een van de curven P-256, P-384, P-521.',
    ],
    en: [
      'Key too weak',
      'The key of the certificate of the signature {file} is too weak or unsafe[: {seen}].',
      'Have a certificate issued with RSA from 2048 bits or one of the curves P-256, P-384, P-521.',
    ],
  },
} satisfies ReasonTexts
