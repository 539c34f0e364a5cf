/** Files checked without sending them. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const CHECKS = {
  'checks.title':     { de: 'Dateien prüfen, ohne zu senden', fr: 'Contrôler des fichiers sans les envoyer', nl: 'Bestanden controleren zonder te verzenden', en: 'Check files without sending them' },
  'checks.nav':       { de: 'Dateien prüfen', fr: 'Contrôler des fichiers', nl: 'Bestanden controleren', en: 'Check files' },
  'checks.lead':      { de: 'Wir prüfen Ihre Dateien genau wie bei einer echten Sendung, mit Ihren Zertifikaten und Rechten. Nichts wird gespeichert, und kein Name wird verbraucht.', fr: 'Nous contrôlons vos fichiers exactement comme un envoi réel, avec vos certificats et vos droits. Rien n’est conservé et aucun nom n’est utilisé.', nl: 'Wij controleren uw bestanden precies zoals een echte zending, met uw certificaten en rechten. Niets wordt bewaard en geen enkele naam wordt verbruikt.', en: 'We check your files exactly as a real set, with your certificates and rights. Nothing is stored, and no name is used up.' },
  'checks.files':     { de: 'Dateien', fr: 'Fichiers', nl: 'Bestanden', en: 'Files' },
  'checks.filesHint': { de: 'FI, FS und GO eines Sendungsnamens zusammen: höchstens {count} Dateien, zusammen höchstens {bytes}. Für größere gibt es das Programm „sluice check“.', fr: 'FI, FS et GO d’un même envoi ensemble : au maximum {count} fichiers et {bytes} au total. Pour de plus grands, il y a le programme « sluice check ».', nl: 'FI, FS en GO van één zending samen: hoogstens {count} bestanden, samen hoogstens {bytes}. Voor grotere is er het programma “sluice check”.', en: 'FI, FS and GO of one set together: at most {count} files, {bytes} in all. For larger ones there is the program “sluice check”.' },
  'checks.channel':   { de: 'Kanal, über den Sie senden würden', fr: 'Canal par lequel vous enverriez', nl: 'Kanaal waarlangs u zou verzenden', en: 'Channel you would send over' },
  'checks.button':    { de: 'Jetzt prüfen', fr: 'Contrôler maintenant', nl: 'Nu controleren', en: 'Check now' },
  'checks.result':    { de: 'Ergebnis', fr: 'Résultat', nl: 'Resultaat', en: 'Result' },
  'checks.again':     { de: 'Andere Dateien prüfen', fr: 'Contrôler d’autres fichiers', nl: 'Andere bestanden controleren', en: 'Check other files' },
  'checks.accepted':  { de: 'würde angenommen', fr: 'serait accepté', nl: 'zou aanvaard worden', en: 'would be accepted' },
  'checks.rejected':  { de: 'würde abgelehnt', fr: 'serait refusé', nl: 'zou geweigerd worden', en: 'would be rejected' },
  'checks.acceptedLead': { de: 'Genau diese Dateien würden heute angenommen. Gesendet wurden sie nicht.', fr: 'Ces fichiers, tels quels, seraient acceptés aujourd’hui. Ils n’ont pas été envoyés.', nl: 'Precies deze bestanden zouden vandaag aanvaard worden. Ze werden niet verzonden.', en: 'Exactly these files would be accepted today. They were not sent.' },
  'checks.rejectedLead': { de: 'Unten steht, warum, und was zu tun ist. Gesendet wurde nichts.', fr: 'Vous trouverez ci-dessous pourquoi, et que faire. Rien n’a été envoyé.', nl: 'Hieronder staat waarom, en wat te doen. Niets werd verzonden.', en: 'Below you see why, and what to do. Nothing was sent.' },
  'checks.moreReasons': { de: '{count, plural, one {Dazu kommt ein weiterer Grund.} other {Dazu kommen # weitere Gründe.}}', fr: '{count, plural, one {Il y a encore une autre raison.} other {Il y a encore # autres raisons.}}', nl: '{count, plural, one {Er is nog één andere reden.} other {Er zijn nog # andere redenen.}}', en: '{count, plural, one {There is one more reason.} other {There are # more reasons.}}' },
  'checks.checkedFiles': { de: 'Geprüfte Dateien', fr: 'Fichiers contrôlés', nl: 'Gecontroleerde bestanden', en: 'Files checked' },
} as const satisfies Texts
