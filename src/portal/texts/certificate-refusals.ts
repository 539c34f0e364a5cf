/** Why a certificate is not taken: `refusal.<key>.cause` and `.remedy`. */
import type { Texts } from '../../http/language.ts'

const ALONE = {
  de: 'Laden Sie nur Ihr eigenes Zertifikat hoch, in DER oder PEM.',
  fr: 'Chargez uniquement votre propre certificat, en DER ou PEM.',
  nl: 'Laad alleen uw eigen certificaat op, in DER of PEM.',
  en: 'Upload your own certificate alone, in DER or PEM.',
}

const ASK_ISSUER = {
  de: 'Bitten Sie Ihre Zertifizierungsstelle um ein anderes Zertifikat.',
  fr: 'Demandez un autre certificat à votre autorité de certification.',
  nl: 'Vraag een ander certificaat aan uw certificatieautoriteit.',
  en: 'Ask your certification authority for another certificate.',
}

const RENEW = {
  de: 'Erneuern Sie das Zertifikat, und laden Sie das neue hoch.',
  fr: 'Renouvelez le certificat, et chargez le nouveau.',
  nl: 'Vernieuw het certificaat en laad het nieuwe op.',
  en: 'Renew the certificate and upload the new one.',
}

const ACCEPTED_ISSUER = {
  de: 'Nehmen Sie ein Zertifikat einer zugelassenen Zertifizierungsstelle.',
  fr: 'Utilisez un certificat d’une autorité de certification acceptée.',
  nl: 'Gebruik een certificaat van een aanvaarde certificatieautoriteit.',
  en: 'Use a certificate of an accepted certification authority.',
}

// biome-ignore format: languages side by side
export const CERTIFICATE_REFUSALS = {
  'refusal.fileEmpty.cause':                { de: 'Die Datei ist leer.', fr: 'Le fichier est vide.', nl: 'Het bestand is leeg.', en: 'The file is empty.' },
  'refusal.fileEmpty.remedy':               ALONE,
  'refusal.certificateFileTooLarge.cause':  { de: 'Die Datei ist größer als 64 KiB.', fr: 'Le fichier dépasse 64 Kio.', nl: 'Het bestand is groter dan 64 KiB.', en: 'The file is larger than 64 KiB.' },
  'refusal.certificateFileTooLarge.remedy': ALONE,
  'refusal.privateKeyInFile.cause':         { de: 'Die Datei enthält einen privaten Schlüssel oder ist ein Schlüsselspeicher (PKCS#12, Java), der einen enthalten kann. Sie wurde nicht gespeichert.', fr: 'Le fichier contient une clé privée, ou est un magasin de clés (PKCS#12, Java) qui peut en contenir une. Il n’a pas été conservé.', nl: 'Het bestand bevat een private sleutel of is een sleutelopslag (PKCS#12, Java) die er een kan bevatten. Het werd niet bewaard.', en: 'The file holds a private key, or is a key store (PKCS#12 or Java), which may hold one. It was not stored.' },
  'refusal.privateKeyInFile.remedy':        { de: 'Laden Sie nur das Zertifikat ohne seinen Schlüssel hoch, in DER oder PEM. Ersetzen Sie den Schlüssel, wenn andere ihn gesehen haben können.', fr: 'Chargez uniquement le certificat, sans sa clé, en DER ou PEM. Remplacez la clé si d’autres ont pu la voir.', nl: 'Laad alleen het certificaat op, zonder de sleutel, in DER of PEM. Vervang de sleutel als anderen hem kunnen hebben gezien.', en: 'Upload only the certificate without its key, in DER or PEM; replace the key if others may have seen it.' },
  'refusal.requestInFile.cause':            { de: 'Die Datei ist ein Antrag auf ein Zertifikat und kein Zertifikat.', fr: 'Le fichier est une demande de certificat, et non un certificat.', nl: 'Het bestand is een aanvraag voor een certificaat en geen certificaat.', en: 'The file is a certificate request, not a certificate.' },
  'refusal.requestInFile.remedy':           { de: 'Senden Sie sie an Ihre Zertifizierungsstelle, und laden Sie das Zertifikat hoch, das Sie bekommen.', fr: 'Envoyez-la à votre autorité de certification, et chargez le certificat que vous recevez.', nl: 'Bezorg ze aan uw certificatieautoriteit en laad het certificaat op dat u krijgt.', en: 'Send it to your certification authority and upload the certificate that you get.' },
  'refusal.severalInFile.cause':            { de: 'Die Datei enthält mehrere Zertifikate.', fr: 'Le fichier contient plusieurs certificats.', nl: 'Het bestand bevat meerdere certificaten.', en: 'The file holds several certificates.' },
  'refusal.severalInFile.remedy':           { de: 'Laden Sie nur Ihr eigenes Zertifikat hoch, ohne die Kette.', fr: 'Chargez uniquement votre propre certificat, sans la chaîne.', nl: 'Laad alleen uw eigen certificaat op, zonder de keten.', en: 'Upload your own certificate alone, without the chain.' },
  'refusal.collectionInFile.cause':         { de: 'Die Datei ist eine Sammlung in PKCS#7.', fr: 'Le fichier est une collection PKCS#7.', nl: 'Het bestand is een PKCS#7-verzameling.', en: 'The file is a PKCS#7 collection.' },
  'refusal.collectionInFile.remedy':        ALONE,
  'refusal.revocationListInFile.cause':     { de: 'Die Datei ist eine Sperrliste.', fr: 'Le fichier est une liste de révocation.', nl: 'Het bestand is een intrekkingslijst.', en: 'The file is a revocation list.' },
  'refusal.revocationListInFile.remedy':    ALONE,
  'refusal.publicKeyInFile.cause':          { de: 'Die Datei enthält nur einen öffentlichen Schlüssel.', fr: 'Le fichier ne contient qu’une clé publique.', nl: 'Het bestand bevat alleen een publieke sleutel.', en: 'The file is a bare public key.' },
  'refusal.publicKeyInFile.remedy':         { de: 'Laden Sie das Zertifikat hoch, das ihn enthält.', fr: 'Chargez le certificat qui la contient.', nl: 'Laad het certificaat op dat hem bevat.', en: 'Upload the certificate that contains it.' },
  'refusal.sshKeyInFile.cause':             { de: 'Die Datei ist ein SSH-Schlüssel.', fr: 'Le fichier est une clé SSH.', nl: 'Het bestand is een SSH-sleutel.', en: 'The file is an SSH key.' },
  'refusal.sshKeyInFile.remedy':            { de: 'Registrieren Sie sie als SSH-Schlüssel; hier braucht es ein Zertifikat (X.509) in DER oder PEM.', fr: 'Enregistrez-le comme clé SSH ; ici, il faut un certificat (X.509) en DER ou PEM.', nl: 'Registreer het als SSH-sleutel; hier is een certificaat (X.509) in DER of PEM nodig.', en: 'Register it as an SSH key; here a certificate (X.509) in DER or PEM is needed.' },
  'refusal.pageInFile.cause':               { de: 'Die Datei ist eine Webseite oder ein XML-Dokument.', fr: 'Le fichier est une page web ou un document XML.', nl: 'Het bestand is een webpagina of een XML-document.', en: 'The file is a web page or XML document.' },
  'refusal.pageInFile.remedy':              { de: 'Laden Sie zuerst das Zertifikat selbst herunter, in DER oder PEM.', fr: 'Téléchargez d’abord le certificat lui-même, en DER ou PEM.', nl: 'Download eerst het certificaat zelf, in DER of PEM.', en: 'Download the certificate itself, in DER or PEM.' },
  'refusal.brokenPem.cause':                { de: 'Der PEM-Text ist beschädigt.', fr: 'Le texte PEM est endommagé.', nl: 'De PEM-tekst is beschadigd.', en: 'The PEM text is damaged.' },
  'refusal.brokenPem.remedy':               { de: 'Exportieren Sie das Zertifikat noch einmal, und laden Sie es unverändert hoch.', fr: 'Exportez à nouveau le certificat, et chargez-le sans le modifier.', nl: 'Exporteer het certificaat opnieuw en laad het ongewijzigd op.', en: 'Export the certificate again and upload it unchanged.' },
  'refusal.noCertificateInFile.cause':      { de: 'Die Datei ist kein Zertifikat.', fr: 'Le fichier n’est pas un certificat.', nl: 'Het bestand is geen certificaat.', en: 'The file is not a certificate.' },
  'refusal.noCertificateInFile.remedy':     { de: 'Laden Sie ein X.509-Zertifikat in DER oder PEM hoch.', fr: 'Chargez un certificat X.509 en DER ou PEM.', nl: 'Laad een X.509-certificaat in DER of PEM op.', en: 'Upload an X.509 certificate in DER or PEM.' },

  'refusal.certificateExtensionUnreadable.cause':  { de: 'Eine Erweiterung des Zertifikats ist nicht lesbar.', fr: 'Une extension du certificat est illisible.', nl: 'Een extensie van het certificaat is onleesbaar.', en: 'An extension of the certificate is not readable.' },
  'refusal.certificateExtensionUnreadable.remedy': ASK_ISSUER,
  'refusal.certificateVersion.cause':              { de: 'Das Zertifikat hat die Version {version}.', fr: 'Le certificat est de version {version}.', nl: 'Het certificaat heeft versie {version}.', en: 'The certificate has version {version}.' },
  'refusal.certificateVersion.remedy':             { de: 'Nehmen Sie ein Zertifikat der Version 3.', fr: 'Utilisez un certificat de version 3.', nl: 'Gebruik een certificaat van versie 3.', en: 'Use a certificate of version 3.' },
  'refusal.certificateAlgorithm.cause':            { de: 'Das Zertifikat ist mit einem Verfahren signiert, das nicht angenommen wird ({seen}).', fr: 'Le certificat est signé par un procédé qui n’est pas accepté ({seen}).', nl: 'Het certificaat is ondertekend op een manier die niet wordt aanvaard ({seen}).', en: 'The certificate is signed in a way that is not accepted ({seen}).' },
  'refusal.certificateAlgorithm.remedy':           { de: 'Nehmen Sie eines, das mit SHA-256, SHA-384 oder SHA-512 signiert ist.', fr: 'Utilisez-en un qui est signé avec SHA-256, SHA-384 ou SHA-512.', nl: 'Gebruik er een dat met SHA-256, SHA-384 of SHA-512 is ondertekend.', en: 'Use one signed with SHA-256, SHA-384 or SHA-512.' },
  'refusal.certificateKey.cause':                  { de: 'Der Schlüssel des Zertifikats ist zu schwach, fehlerhaft oder von einer Art, die nicht angenommen wird.', fr: 'La clé du certificat est trop faible, défectueuse ou d’un type qui n’est pas accepté.', nl: 'De sleutel van het certificaat is te zwak, foutief of van een soort die niet wordt aanvaard.', en: 'The key of the certificate is too weak, faulty, or of a kind that is not accepted.' },
  'refusal.certificateKey.remedy':                 { de: 'Nehmen Sie einen RSA-Schlüssel ab 2048 Bit, oder P-256, P-384 oder P-521.', fr: 'Utilisez une clé RSA à partir de 2048 bits, ou P-256, P-384 ou P-521.', nl: 'Gebruik een RSA-sleutel vanaf 2048 bits, of P-256, P-384 of P-521.', en: 'Use an RSA key from 2048 bits, or P-256, P-384 or P-521.' },
  'refusal.certificateExtensionUnknown.cause':     { de: 'Das Zertifikat hat eine kritische Erweiterung, die hier nicht bekannt ist ({extension}).', fr: 'Le certificat a une extension critique qui n’est pas connue ici ({extension}).', nl: 'Het certificaat heeft een kritieke extensie die hier niet bekend is ({extension}).', en: 'The certificate has a critical extension that is not known here ({extension}).' },
  'refusal.certificateExtensionUnknown.remedy':    ASK_ISSUER,
  'refusal.certificateOfAuthority.cause':          { de: 'Das ist das Zertifikat einer Zertifizierungsstelle.', fr: 'C’est le certificat d’une autorité de certification.', nl: 'Dit is het certificaat van een certificatieautoriteit.', en: 'This is the certificate of a certification authority.' },
  'refusal.certificateOfAuthority.remedy':         { de: 'Laden Sie stattdessen Ihr eigenes hoch.', fr: 'Chargez plutôt le vôtre.', nl: 'Laad in plaats daarvan uw eigen certificaat op.', en: 'Upload your own certificate instead.' },
  'refusal.certificateUsage.cause':                { de: 'Der Verwendungszweck des Schlüssels erlaubt weder digitale Signaturen noch Unleugbarkeit.', fr: 'L’usage de la clé ne permet ni les signatures numériques ni la non-répudiation.', nl: 'Het sleutelgebruik laat geen digitale handtekeningen en geen onweerlegbaarheid toe.', en: 'The key usage allows neither digital signatures nor non-repudiation.' },
  'refusal.certificateUsage.remedy':               ASK_ISSUER,
  'refusal.certificateForServers.cause':           { de: 'Das Zertifikat ist nur für Server bestimmt (serverAuth).', fr: 'Le certificat est destiné uniquement aux serveurs (serverAuth).', nl: 'Het certificaat is alleen voor servers bestemd (serverAuth).', en: 'The certificate is for servers only (serverAuth).' },
  'refusal.certificateForServers.remedy':          { de: 'Nehmen Sie eines für Signaturen oder zur Anmeldung von Programmen (clientAuth).', fr: 'Utilisez-en un pour les signatures ou l’authentification de programmes (clientAuth).', nl: 'Gebruik er een voor handtekeningen of om programma’s aan te melden (clientAuth).', en: 'Use a certificate for signatures or client authentication.' },
  'refusal.certificateSeveralEnterprises.cause':   { de: 'Das Zertifikat nennt mehrere Unternehmen ({numbers}).', fr: 'Le certificat désigne plusieurs entreprises ({numbers}).', nl: 'Het certificaat noemt meerdere ondernemingen ({numbers}).', en: 'The subject names several enterprises ({numbers}).' },
  'refusal.certificateSeveralEnterprises.remedy':  ASK_ISSUER,
  'refusal.certificateSelfSigned.cause':           { de: 'Das Zertifikat hat sich selbst signiert; so wird es für Signaturen nicht angenommen.', fr: 'Le certificat est auto-signé, ce qui n’est pas accepté pour les signatures.', nl: 'Het certificaat is zelfondertekend; dat wordt voor handtekeningen niet aanvaard.', en: 'The certificate is self-signed, which is not accepted for signatures.' },
  'refusal.certificateSelfSigned.remedy':          ACCEPTED_ISSUER,
  'refusal.certificateForged.cause':               { de: 'Das Zertifikat nennt einen zugelassenen Aussteller, ist aber nicht von ihm signiert.', fr: 'Le certificat désigne un émetteur accepté, mais n’est pas signé par lui.', nl: 'Het certificaat noemt een aanvaarde uitgever, maar is niet door die uitgever ondertekend.', en: 'The certificate claims an accepted issuer but is not signed by it.' },
  'refusal.certificateForged.remedy':              { de: 'Laden Sie das Zertifikat unverändert hoch, so wie es ausgestellt wurde.', fr: 'Chargez le certificat sans le modifier, tel qu’il a été délivré.', nl: 'Laad het certificaat ongewijzigd op, zoals het werd uitgereikt.', en: 'Upload the certificate unchanged, as its issuer made it.' },
  'refusal.certificateIssuer.cause':               { de: 'Der Aussteller {issuer} ist nicht zugelassen.', fr: 'L’émetteur {issuer} n’est pas accepté.', nl: 'De uitgever {issuer} wordt niet aanvaard.', en: 'The issuer {issuer} is not accepted.' },
  'refusal.certificateIssuer.remedy':              ACCEPTED_ISSUER,

  'refusal.certificateExpired.cause':   { de: 'Das Zertifikat ist am {day} abgelaufen.', fr: 'Le certificat a expiré le {day}.', nl: 'Het certificaat is verlopen op {day}.', en: 'The certificate expired on {day}.' },
  'refusal.certificateExpired.remedy':  RENEW,
  'refusal.certificateNotYet.cause':    { de: 'Das Zertifikat gilt erst ab dem {day}.', fr: 'Le certificat n’est valable qu’à partir du {day}.', nl: 'Het certificaat is pas geldig vanaf {day}.', en: 'The certificate is valid only from {day}.' },
  'refusal.certificateNotYet.remedy':   { de: 'Laden Sie es dann hoch.', fr: 'Chargez-le à partir de cette date.', nl: 'Laad het dan op.', en: 'Upload it then.' },
  'refusal.certificateEndsSoon.cause':  { de: 'Das Zertifikat läuft am {day} ab, in weniger als {days, plural, one {einem Tag} other {# Tagen}}.', fr: 'Le certificat expire le {day}, dans moins {days, plural, one {d’un jour} other {de # jours}}.', nl: 'Het certificaat verloopt op {day}, over minder dan {days, plural, one {één dag} other {# dagen}}.', en: 'The certificate expires on {day}, in less than {days, plural, one {one day} other {# days}}.' },
  'refusal.certificateEndsSoon.remedy': RENEW,
  'refusal.certificateTooLong.cause':   { de: 'Das Zertifikat gilt länger als {years, plural, one {ein Jahr} other {# Jahre}}.', fr: 'Le certificat est valable plus {years, plural, one {d’un an} other {de # ans}}.', nl: 'Het certificaat is langer dan {years, plural, one {één jaar} other {# jaar}} geldig.', en: 'The certificate is valid for more than {years, plural, one {one year} other {# years}}.' },
  'refusal.certificateTooLong.remedy':  { de: 'Nehmen Sie eines, das höchstens so lange gilt.', fr: 'Utilisez-en un dont la durée ne dépasse pas cette limite.', nl: 'Gebruik er een dat hoogstens zo lang geldig is.', en: 'Use one that is valid for that long at most.' },

  'refusal.certificateOfAnotherEnterprise.cause':  { de: 'Das Zertifikat wurde für ein anderes Unternehmen ausgestellt.', fr: 'Le certificat a été délivré à une autre entreprise.', nl: 'Het certificaat werd aan een andere onderneming uitgereikt.', en: 'The certificate was issued to another enterprise.' },
  'refusal.certificateOfAnotherEnterprise.remedy': { de: 'Registrieren Sie eines, das die Nummer Ihres Unternehmens nennt.', fr: 'Enregistrez un certificat qui porte le numéro de votre entreprise.', nl: 'Registreer een certificaat met het nummer van uw onderneming.', en: 'Register a certificate that names your own enterprise number.' },
  'refusal.certificateOfAnotherPerson.cause':      { de: 'Das Zertifikat gehört einer Person, die weder Verwalter noch technischer Benutzer dieses Unternehmens ist.', fr: 'Le certificat appartient à une personne qui n’est ni gestionnaire ni utilisateur technique de l’entreprise.', nl: 'Het certificaat is van een persoon die geen beheerder en geen technische gebruiker van de onderneming is.', en: 'The certificate belongs to a person who is neither a manager nor the technical user of the enterprise.' },
  'refusal.certificateOfAnotherPerson.remedy':     { de: 'Nehmen Sie ein Zertifikat des Unternehmens oder eines seiner Verwalter.', fr: 'Utilisez un certificat de l’entreprise ou d’un de ses gestionnaires.', nl: 'Gebruik een certificaat van de onderneming of van een van haar beheerders.', en: 'Use a certificate of the enterprise, or of one of its managers.' },
  'refusal.certificateKeyTaken.cause':             { de: 'Mit dem Schlüssel dieses Zertifikats meldet sich schon ein anderer Absender an.', fr: 'Un autre expéditeur se connecte déjà avec la clé de ce certificat.', nl: 'Een andere verzender meldt zich al aan met de sleutel van dit certificaat.', en: 'The key of this certificate already logs in another sender.' },
  'refusal.certificateKeyTaken.remedy':            { de: 'Nehmen Sie für jede Absendernummer ein eigenes Schlüsselpaar.', fr: 'Utilisez une paire de clés propre à chaque numéro d’expéditeur.', nl: 'Gebruik voor elk verzendernummer een eigen sleutelpaar.', en: 'Use a key pair of its own for each sender number.' },
  'refusal.tooManyCertificates.cause':             { de: 'Es gibt schon {max} Zertifikate.', fr: 'Il y a déjà {max} certificats.', nl: 'Er zijn al {max} certificaten.', en: 'There are {max} certificates already.' },
  'refusal.tooManyCertificates.remedy':            { de: 'Entfernen Sie eines, das nicht mehr gebraucht wird.', fr: 'Supprimez-en un qui n’est plus utilisé.', nl: 'Verwijder er een dat niet meer wordt gebruikt.', en: 'Remove one that is no longer used.' },
  'refusal.noSuchCertificate.cause':               { de: 'Dieses Zertifikat gibt es nicht oder nicht mehr.', fr: 'Ce certificat n’existe pas ou plus.', nl: 'Dit certificaat bestaat niet of niet meer.', en: 'There is no such certificate, or no longer.' },
  'refusal.noSuchCertificate.remedy':              { de: 'Laden Sie die Liste der Zertifikate neu.', fr: 'Rechargez la liste des certificats.', nl: 'Laad de lijst van de certificaten opnieuw.', en: 'Reload the list of certificates.' },

  'refusal.labelMalformed.cause':  { de: 'Diese Bezeichnung ist nicht möglich.', fr: 'Ce libellé n’est pas possible.', nl: 'Deze benaming is niet mogelijk.', en: 'This name cannot be taken.' },
  'refusal.labelMalformed.remedy': { de: 'Geben Sie höchstens {max} Zeichen in einer Zeile ein.', fr: 'Donnez au plus {max} caractères, sur une ligne.', nl: 'Geef hoogstens {max} tekens op één regel.', en: 'Give at most {max} characters on one line.' },
  'refusal.nothingToName.cause':   { de: 'Dieses Zertifikat oder diesen Schlüssel gibt es nicht oder nicht mehr.', fr: 'Ce certificat ou cette clé n’existe pas ou plus.', nl: 'Dit certificaat of deze sleutel bestaat niet of niet meer.', en: 'There is no such certificate or key, or no longer.' },
  'refusal.nothingToName.remedy':  { de: 'Laden Sie die Liste neu.', fr: 'Rechargez la liste.', nl: 'Laad de lijst opnieuw.', en: 'Reload the list.' },
} as const satisfies Texts
