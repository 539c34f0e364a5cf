/** Why an SSH key is not taken: `refusal.<key>.cause` and `.remedy`. */
import type { Texts } from '../../http/language.ts'

const PUBLIC_ONE = {
  de: 'Wählen Sie den öffentlichen Schlüssel: die Datei, deren Name auf .pub endet, eine Zeile Text.',
  fr: 'Prenez la clé publique : le fichier dont le nom se termine par .pub, une ligne de texte.',
  nl: 'Neem de publieke sleutel: het bestand waarvan de naam eindigt op .pub, één regel tekst.',
  en: 'Hand over the public key: the file whose name ends in .pub, one line of text.',
}

const MAKE_ONE = {
  de: 'Erzeugen Sie ein neues Paar: ssh-keygen -t ed25519',
  fr: 'Créez une nouvelle paire : ssh-keygen -t ed25519',
  nl: 'Maak een nieuw paar: ssh-keygen -t ed25519',
  en: 'Make a new pair: ssh-keygen -t ed25519',
}

const COPY_AGAIN = {
  de: 'Kopieren Sie die ganze Zeile der .pub-Datei noch einmal, ohne Zeilenumbruch.',
  fr: 'Copiez à nouveau toute la ligne du fichier .pub, sans saut de ligne.',
  nl: 'Kopieer de hele regel van het .pub-bestand opnieuw, zonder regeleinde.',
  en: 'Copy the whole line of the .pub file again, without line breaks.',
}

// biome-ignore format: languages side by side
export const SSH_KEY_REFUSALS = {
  'refusal.sshKeyPrivate.cause':        { de: 'Die Datei enthält einen privaten Schlüssel. Sie wurde nicht gespeichert.', fr: 'Le fichier contient une clé privée. Il n’a pas été conservé.', nl: 'Het bestand bevat een private sleutel. Het werd niet bewaard.', en: 'The file holds a private key. It was not stored.' },
  'refusal.sshKeyPrivate.remedy':       { de: 'Wählen Sie den öffentlichen Schlüssel: die Datei, deren Name auf .pub endet, oder bei PuTTY den Text, den PuTTYgen zum Einfügen zeigt. Hat der private Schlüssel Ihren Rechner verlassen, dann erzeugen Sie ein neues Paar.', fr: 'Prenez la clé publique : le fichier dont le nom se termine par .pub ou, avec PuTTY, le texte que PuTTYgen affiche pour être collé. Si la clé privée a quitté votre ordinateur, créez une nouvelle paire.', nl: 'Neem de publieke sleutel: het bestand waarvan de naam eindigt op .pub of, bij PuTTY, de tekst die PuTTYgen toont om te plakken. Heeft de private sleutel uw computer verlaten, maak dan een nieuw paar.', en: 'Hand over the public key: the file whose name ends in .pub or, with PuTTY, the text that PuTTYgen shows for pasting. If the private key has left your machine, make a new pair.' },
  'refusal.sshKeyIsRequest.cause':      { de: 'Das ist ein Antrag auf ein Zertifikat und kein SSH-Schlüssel.', fr: 'C’est une demande de certificat, et non une clé SSH.', nl: 'Dit is een aanvraag voor een certificaat en geen SSH-sleutel.', en: 'This is a request for a certificate, not an SSH key.' },
  'refusal.sshKeyIsRequest.remedy':     PUBLIC_ONE,
  'refusal.sshKeyIsCertificate.cause':  { de: 'Das ist ein X.509-Zertifikat und kein SSH-Schlüssel.', fr: 'C’est un certificat X.509, et non une clé SSH.', nl: 'Dit is een X.509-certificaat en geen SSH-sleutel.', en: 'This is an X.509 certificate, not an SSH key.' },
  'refusal.sshKeyIsCertificate.remedy': { de: 'Registrieren Sie es als Zertifikat, und hier den öffentlichen SSH-Schlüssel: die Datei, deren Name auf .pub endet.', fr: 'Enregistrez-le comme certificat et, ici, la clé publique SSH : le fichier dont le nom se termine par .pub.', nl: 'Registreer het als certificaat en hier de publieke SSH-sleutel: het bestand waarvan de naam eindigt op .pub.', en: 'Register it as a certificate, and here the public SSH key: the file whose name ends in .pub.' },
  'refusal.sshKeyOtherForm.cause':      { de: 'Das ist ein öffentlicher Schlüssel in PEM-Form und nicht in SSH-Form.', fr: 'C’est une clé publique au format PEM, et non au format SSH.', nl: 'Dit is een publieke sleutel in PEM-vorm en niet in SSH-vorm.', en: 'This is a public key in PEM form, not in SSH form.' },
  'refusal.sshKeyOtherForm.remedy':     { de: 'Wandeln Sie ihn um: ssh-keygen -i -m PKCS8 -f DATEI; beginnt die Datei mit „BEGIN RSA PUBLIC KEY“, dann mit -m PEM.', fr: 'Convertissez-la : ssh-keygen -i -m PKCS8 -f FICHIER ; si le fichier commence par « BEGIN RSA PUBLIC KEY », avec -m PEM.', nl: 'Zet hem om: ssh-keygen -i -m PKCS8 -f BESTAND; begint het bestand met “BEGIN RSA PUBLIC KEY”, dan met -m PEM.', en: 'Convert it: ssh-keygen -i -m PKCS8 -f FILE; if the file begins with “BEGIN RSA PUBLIC KEY”, with -m PEM.' },
  'refusal.sshKeyNoText.cause':         { de: 'Das ist kein Text.', fr: 'Ce n’est pas du texte.', nl: 'Dit is geen tekst.', en: 'This is no text.' },
  'refusal.sshKeyNoText.remedy':        { de: 'Wählen Sie den öffentlichen Schlüssel: die Datei, deren Name auf .pub endet, eine Zeile Text. Speichern Sie sie als reinen Text (ASCII oder UTF-8).', fr: 'Prenez la clé publique : le fichier dont le nom se termine par .pub, une ligne de texte. Enregistrez-le en texte brut (ASCII ou UTF-8).', nl: 'Neem de publieke sleutel: het bestand waarvan de naam eindigt op .pub, één regel tekst. Bewaar het als platte tekst (ASCII of UTF-8).', en: 'Hand over the public key: the file whose name ends in .pub, one line of text. Save it as plain text (ASCII or UTF-8).' },
  'refusal.sshKeyTooLarge.cause':       { de: 'Die Datei ist größer als jeder öffentliche SSH-Schlüssel.', fr: 'Le fichier est plus grand que n’importe quelle clé publique SSH.', nl: 'Het bestand is groter dan eender welke publieke SSH-sleutel.', en: 'The file is larger than any SSH public key.' },
  'refusal.sshKeyTooLarge.remedy':      PUBLIC_ONE,
  'refusal.sshKeyNotWhole.cause':       { de: 'Der öffentliche Schlüssel in SSH2-Form ist nicht vollständig.', fr: 'La clé publique au format SSH2 est incomplète.', nl: 'De publieke sleutel in SSH2-vorm is niet volledig.', en: 'The SSH2 public key block is not whole.' },
  'refusal.sshKeyNotWhole.remedy':      { de: 'Nehmen Sie die Datei so, wie sie geschrieben wurde.', fr: 'Prenez le fichier tel qu’il a été écrit.', nl: 'Neem het bestand zoals het werd geschreven.', en: 'Hand over the file as it was written.' },
  'refusal.sshKeyNone.cause':           { de: 'Das ist kein öffentlicher SSH-Schlüssel.', fr: 'Ce n’est pas une clé publique SSH.', nl: 'Dit is geen publieke SSH-sleutel.', en: 'This is no SSH public key.' },
  'refusal.sshKeyNone.remedy':          PUBLIC_ONE,
  'refusal.sshKeySeveral.cause':        { de: 'Die Datei enthält mehrere Schlüssel.', fr: 'Le fichier contient plusieurs clés.', nl: 'Het bestand bevat meerdere sleutels.', en: 'The file holds several keys.' },
  'refusal.sshKeySeveral.remedy':       { de: 'Registrieren Sie einen nach dem anderen, jeden in einer eigenen Datei.', fr: 'Enregistrez-les une à une, chacune dans son propre fichier.', nl: 'Registreer ze één voor één, elk in een eigen bestand.', en: 'Register them one by one, each in a file of its own.' },
  'refusal.sshKeyBroken.cause':         { de: 'Der Schlüssel ist auf mehrere Zeilen verteilt.', fr: 'La clé est répartie sur plusieurs lignes.', nl: 'De sleutel is over meerdere regels gesplitst.', en: 'The key is broken over several lines.' },
  'refusal.sshKeyBroken.remedy':        { de: 'Er muss in einer Zeile stehen, so wie ssh-keygen ihn geschrieben hat.', fr: 'Elle doit tenir sur une ligne, telle que ssh-keygen l’a écrite.', nl: 'Hij moet op één regel staan, zoals ssh-keygen hem schreef.', en: 'It must stand on one line, as ssh-keygen wrote it.' },

  'refusal.sshKeyIsSigned.cause':   { de: 'Das ist ein SSH-Zertifikat und kein öffentlicher Schlüssel.', fr: 'C’est un certificat SSH, et non une clé publique.', nl: 'Dit is een SSH-certificaat en geen publieke sleutel.', en: 'This is an SSH certificate, not a public key.' },
  'refusal.sshKeyIsSigned.remedy':  { de: 'Wählen Sie den Schlüssel, den es beglaubigt: die .pub-Datei ohne „-cert“ im Namen.', fr: 'Prenez la clé qu’il certifie : le fichier .pub sans « -cert » dans son nom.', nl: 'Neem de sleutel die het certificeert: het .pub-bestand zonder “-cert” in de naam.', en: 'Hand over the key that it certifies: the .pub file without “-cert” in its name.' },
  'refusal.sshKeyHardware.cause':   { de: 'Dieser Schlüssel steckt in einem Gerät, das man bei jeder Anmeldung berühren muss; ein Programm, das Dateien sendet, kann das nicht.', fr: 'Cette clé se trouve dans un appareil qu’il faut toucher à chaque connexion ; un programme qui envoie des fichiers ne peut pas le faire.', nl: 'Deze sleutel zit in een toestel dat men bij elke aanmelding moet aanraken; een programma dat bestanden verzendt, kan dat niet.', en: 'This key lives in a hardware token, which asks for a touch at each log-in; a program that sends files cannot touch it.' },
  'refusal.sshKeyHardware.remedy':  MAKE_ONE,
  'refusal.sshKeyDsa.cause':        { de: 'DSA-Schlüssel sind nicht mehr sicher.', fr: 'Les clés DSA ne sont plus sûres.', nl: 'DSA-sleutels zijn niet meer veilig.', en: 'DSA keys are no longer secure.' },
  'refusal.sshKeyDsa.remedy':       MAKE_ONE,
  'refusal.sshKeyDamaged.cause':    { de: 'Der Schlüssel ist abgeschnitten oder beschädigt.', fr: 'La clé est tronquée ou endommagée.', nl: 'De sleutel is afgebroken of beschadigd.', en: 'The key is cut off or damaged.' },
  'refusal.sshKeyDamaged.remedy':   COPY_AGAIN,
  'refusal.sshKeyAlgorithm.cause':  { de: 'Schlüssel dieser Art werden nicht angenommen.', fr: 'Les clés de ce type ne sont pas acceptées.', nl: 'Sleutels van deze soort worden niet aanvaard.', en: 'Keys of this kind are not accepted.' },
  'refusal.sshKeyAlgorithm.remedy': { de: 'Angenommen werden Ed25519, RSA ab 2048 Bit und ECDSA (P-256, P-384 oder P-521). Ein neues Paar: ssh-keygen -t ed25519', fr: 'Sont acceptées : Ed25519, RSA à partir de 2048 bits et ECDSA (P-256, P-384 ou P-521). Pour une nouvelle paire : ssh-keygen -t ed25519', nl: 'Aanvaard worden Ed25519, RSA vanaf 2048 bits en ECDSA (P-256, P-384 of P-521). Voor een nieuw paar: ssh-keygen -t ed25519', en: 'Accepted: Ed25519, RSA from 2048 bits, and ECDSA (P-256, P-384 or P-521). For a new pair: ssh-keygen -t ed25519' },
  'refusal.sshKeyWeak.cause':       { de: 'Der Schlüssel ist zu schwach, zu groß oder fehlerhaft.', fr: 'La clé est trop faible, trop grande ou défectueuse.', nl: 'De sleutel is te zwak, te groot of foutief.', en: 'The key is too weak, too large or faulty.' },
  'refusal.sshKeyWeak.remedy':      MAKE_ONE,

  'refusal.tooManySshKeys.cause':  { de: 'Der Kanal hat schon {max} Schlüssel.', fr: 'Le canal a déjà {max} clés.', nl: 'Het kanaal heeft al {max} sleutels.', en: 'The channel has {max} keys already.' },
  'refusal.tooManySshKeys.remedy': { de: 'Entfernen Sie einen, der nicht mehr gebraucht wird.', fr: 'Supprimez-en une qui n’est plus utilisée.', nl: 'Verwijder er een die niet meer wordt gebruikt.', en: 'Remove one that is no longer used.' },
  'refusal.sshKeyTaken.cause':     { de: 'Mit diesem Schlüssel meldet sich schon jemand anders an.', fr: 'Quelqu’un d’autre se connecte déjà avec cette clé.', nl: 'Iemand anders meldt zich al met deze sleutel aan.', en: 'Somebody else logs in with this key.' },
  'refusal.sshKeyTaken.remedy':    { de: 'Erzeugen Sie ein eigenes Paar: ssh-keygen -t ed25519', fr: 'Créez votre propre paire : ssh-keygen -t ed25519', nl: 'Maak een eigen paar: ssh-keygen -t ed25519', en: 'Make a pair of your own: ssh-keygen -t ed25519' },
  'refusal.noSuchSshKey.cause':    { de: 'Diesen Schlüssel hat der Kanal nicht oder nicht mehr.', fr: 'Le canal n’a pas ou plus cette clé.', nl: 'Het kanaal heeft deze sleutel niet of niet meer.', en: 'The channel does not have this key, or no longer.' },
  'refusal.noSuchSshKey.remedy':   { de: 'Laden Sie die Liste der Schlüssel neu.', fr: 'Rechargez la liste des clés.', nl: 'Laad de lijst van de sleutels opnieuw.', en: 'Reload the list of keys.' },
} as const satisfies Texts
