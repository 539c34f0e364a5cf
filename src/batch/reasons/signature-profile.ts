import type { ReasonTexts } from './texts.ts'

/** The signature can be read, but is not made as reception demands it (decision 16). */
export const SIGNATURE_PROFILE_TEXTS = {
  '125.attached': {
    de: [
      'Meldung in der Signatur enthalten',
      'Die Signatur {file} enthält die signierten Daten selbst, statt von der Meldungsdatei getrennt zu sein.',
      'Signieren Sie abgesetzt (detached), bei OpenSSL ohne die Option -nodetach.',
    ],
    fr: [
      'Déclaration contenue dans la signature',
      'La signature {file} contient elle-même les données signées au lieu d’être séparée du fichier de déclaration.',
      'Signez de manière détachée, avec OpenSSL sans l’option -nodetach.',
    ],
    nl: [
      'Aangifte zit in de handtekening',
      'De handtekening {file} bevat zelf de ondertekende gegevens in plaats van los te staan van het aangiftebestand.',
      'Onderteken losstaand (detached), bij OpenSSL zonder de optie -nodetach.',
    ],
    en: [
      'Declaration inside the signature',
      'The signature {file} holds the signed content itself instead of standing apart from the declaration file.',
      'Make a detached signature, with OpenSSL without the option -nodetach.',
    ],
  },
  '125.severalSigners': {
    de: [
      'Mehrere Unterzeichner',
      'Die Signatur {file} nennt mehrere Unterzeichner[: {seen}]; zulässig ist genau einer.',
      'Signieren Sie mit einem einzigen Zertifikat.',
    ],
    fr: [
      'Plusieurs signataires',
      'La signature {file} mentionne plusieurs signataires[ : {seen}] ; un seul est admis.',
      'Signez avec un seul certificat.',
    ],
    nl: [
      'Meerdere ondertekenaars',
      'De handtekening {file} vermeldt meerdere ondertekenaars[: {seen}]; er is er precies één toegelaten.',
      'Onderteken met één enkel certificaat.',
    ],
    en: [
      'Several signers',
      'The signature {file} names several signers[: {seen}]; exactly one is admitted.',
      'Sign with one certificate only.',
    ],
  },
  '125.noSigner': {
    de: [
      'Kein Unterzeichner',
      'Die Signatur {file} nennt keinen Unterzeichner, sie enthält höchstens Zertifikate.',
      'Signieren Sie die Meldungsdatei; eine Zertifikatskette allein ist keine Signatur.',
    ],
    fr: [
      'Aucun signataire',
      'La signature {file} ne mentionne aucun signataire, elle contient tout au plus des certificats.',
      'Signez le fichier de déclaration ; une chaîne de certificats n’est pas une signature.',
    ],
    nl: [
      'Geen ondertekenaar',
      'De handtekening {file} vermeldt geen ondertekenaar, ze bevat hoogstens certificaten.',
      'Onderteken het aangiftebestand; een certificaatketen alleen is geen handtekening.',
    ],
    en: [
      'No signer',
      'The signature {file} names no signer, it holds certificates at most.',
      'Sign the declaration file; a chain of certificates is not a signature.',
    ],
  },
  '125.outsideProfile': {
    de: [
      'Bauform der Signatur nicht zugelassen',
      'Die Signatur {file} ist lesbar, hat aber eine nicht zugelassene Form[: {seen}][; erwartet wird {expected}].',
      'Signieren Sie in der einfachen Form: SignedData Version 1, ein Unterzeichner, keine Sperrlisten und keine unsignierten Attribute.',
    ],
    fr: [
      'Forme de signature non admise',
      'La signature {file} est lisible, mais sa forme n’est pas admise[ : {seen}][ ; attendu : {expected}].',
      'Signez sous la forme simple : SignedData version 1, un signataire, sans listes de révocation ni attributs non signés.',
    ],
    nl: [
      'Vorm van de handtekening niet toegelaten',
      'De handtekening {file} is leesbaar, maar haar vorm is niet toegelaten[: {seen}][; verwacht wordt {expected}].',
      'Onderteken in de eenvoudige vorm: SignedData versie 1, één ondertekenaar, geen intrekkingslijsten en geen niet-ondertekende attributen.',
    ],
    en: [
      'Form of signature not admitted',
      'The signature {file} is readable, but has a form that is not admitted[: {seen}][; expected is {expected}].',
      'Sign in the simple form: SignedData version 1, one signer, no revocation lists and no unsigned attributes.',
    ],
  },
  '125.weakDigest': {
    de: [
      'Hashverfahren zu schwach',
      'Die Signatur {file} verwendet ein zu schwaches Hashverfahren[: {seen}][; erwartet wird {expected}].',
      'Stellen Sie Ihr Signaturprogramm auf SHA-256, SHA-384 oder SHA-512 ein.',
    ],
    fr: [
      'Algorithme de hachage trop faible',
      'La signature {file} utilise un algorithme de hachage trop faible[ : {seen}][ ; attendu : {expected}].',
      'Réglez votre programme de signature sur SHA-256, SHA-384 ou SHA-512.',
    ],
    nl: [
      'Hashalgoritme te zwak',
      'De handtekening {file} gebruikt een te zwak hashalgoritme[: {seen}][; verwacht wordt {expected}].',
      'Stel uw handtekeningprogramma in op SHA-256, SHA-384 of SHA-512.',
    ],
    en: [
      'Digest algorithm too weak',
      'The signature {file} uses a digest algorithm that is too weak[: {seen}][; expected is {expected}].',
      'Set your signing program to SHA-256, SHA-384 or SHA-512.',
    ],
  },
  '125.forbiddenAlgorithm': {
    de: [
      'Verfahren nicht zugelassen',
      'Die Signatur {file} verwendet ein Verfahren, das nicht zugelassen ist[: {seen}][; erwartet wird {expected}].',
      'Signieren Sie mit RSA (ab 2048 Bit) oder ECDSA (P-256, P-384, P-521) und SHA-256, SHA-384 oder SHA-512.',
    ],
    fr: [
      'Algorithme non admis',
      'La signature {file} utilise un algorithme qui n’est pas admis[ : {seen}][ ; attendu : {expected}].',
      'Signez avec RSA (à partir de 2048 bits) ou ECDSA (P-256, P-384, P-521) et SHA-256, SHA-384 ou SHA-512.',
    ],
    nl: [
      'Algoritme niet toegelaten',
      'De handtekening {file} gebruikt een algoritme dat niet is toegelaten[: {seen}][; verwacht wordt {expected}].',
      'Onderteken met RSA (vanaf 2048 bits) of ECDSA (P-256, P-384, P-521) en SHA-256, SHA-384 of SHA-512.',
    ],
    en: [
      'Algorithm not admitted',
      'The signature {file} uses an algorithm that is not admitted[: {seen}][; expected is {expected}].',
      'Sign with RSA (from 2048 bits) or ECDSA (P-256, P-384, P-521) and SHA-256, SHA-384 or SHA-512.',
    ],
  },
  '125.attributes': {
    de: [
      'Signierte Attribute fehlerhaft',
      'Die signierten Attribute der Signatur {file} fehlen, sind doppelt oder widersprechen sich[: {seen}].',
      'Verwenden Sie die Standardattribute Ihres Signaturprogramms: contentType und messageDigest, je einmal.',
    ],
    fr: [
      'Attributs signés incorrects',
      'Les attributs signés de la signature {file} manquent, sont en double ou se contredisent[ : {seen}].',
      'Utilisez les attributs standard de votre programme de signature : contentType et messageDigest, une fois chacun.',
    ],
    nl: [
      'Ondertekende attributen fout',
      'De ondertekende attributen van de handtekening {file} ontbreken, zijn dubbel of spreken elkaar tegen[: {seen}].',
      'Gebruik de standaardattributen van uw handtekeningprogramma: contentType en messageDigest, elk één keer.',
    ],
    en: [
      'Signed attributes wrong',
      'The signed attributes of the signature {file} are missing, doubled or contradict each other[: {seen}].',
      'Use the standard attributes of your signing program: contentType and messageDigest, once each.',
    ],
  },
} satisfies ReasonTexts
