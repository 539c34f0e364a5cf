import type { Language } from './languages.ts'

/** rule 28.3: what is said to people of a set that waits for its signer's authority; nothing of it may be read as a rejection. */
export const REVOCATION_WAIT: Readonly<Record<Language, string>> = {
  de: 'Der Aussteller des Zertifikats, mit dem signiert wurde, hat noch nicht mitgeteilt, ob es noch gilt. Die Sendung ist nicht abgelehnt: Sie wird geprüft, sobald die Auskunft da ist. Sie müssen nichts tun.',
  fr: 'L’autorité du certificat avec lequel il a été signé n’a pas encore dit s’il est toujours valable. L’envoi n’est pas refusé : il est contrôlé dès que l’information arrive. Vous ne devez rien faire.',
  nl: 'De autoriteit van het certificaat waarmee ondertekend werd, heeft nog niet gezegd of het nog geldt. De zending is niet geweigerd: ze wordt gecontroleerd zodra de informatie er is. U hoeft niets te doen.',
  en: 'The authority of the certificate that signed it has not said yet whether it still holds. The set is not rejected: it is checked as soon as the answer is there. There is nothing to do.',
}
