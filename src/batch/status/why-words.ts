import type { Language } from '../languages.ts'

export type WhyWords = Readonly<
  Record<
    | 'title'
    | 'ticket'
    | 'answer'
    | 'noAnswer'
    | 'received'
    | 'sealed'
    | 'file'
    | 'cause'
    | 'seen'
    | 'expected'
    | 'remedy'
    | 'files'
    | 'closing',
    string
  >
>

export const WHY_WORDS: Readonly<Record<Language, WhyWords>> = {
  de: {
    title: 'Die Sendung {set} wurde abgelehnt.',
    ticket: 'Ticket',
    answer: 'Antwort',
    noAnswer: 'noch nicht geschrieben',
    received: 'Empfangen',
    sealed: 'Versiegelt',
    file: 'Datei',
    cause: 'Was falsch ist',
    seen: 'Gesehen',
    expected: 'Erwartet',
    remedy: 'Was zu tun ist',
    files: 'Dateien der Sendung:',
    closing: 'Die Antwort im OUT-Ordner ist maßgeblich; dieser Text erklärt sie. Nennen Sie bei Fragen das Ticket.',
  },
  fr: {
    title: 'L’envoi {set} a été refusé.',
    ticket: 'Ticket',
    answer: 'Réponse',
    noAnswer: 'pas encore écrite',
    received: 'Reçu',
    sealed: 'Scellé',
    file: 'Fichier',
    cause: 'Ce qui ne va pas',
    seen: 'Constaté',
    expected: 'Attendu',
    remedy: 'Que faire',
    files: 'Fichiers de l’envoi :',
    closing:
      'La réponse dans le dossier OUT fait foi ; ce texte l’explique. Pour toute question, mentionnez le ticket.',
  },
  nl: {
    title: 'De zending {set} werd geweigerd.',
    ticket: 'Ticket',
    answer: 'Antwoord',
    noAnswer: 'nog niet geschreven',
    received: 'Ontvangen',
    sealed: 'Verzegeld',
    file: 'Bestand',
    cause: 'Wat er fout is',
    seen: 'Vastgesteld',
    expected: 'Verwacht',
    remedy: 'Wat te doen',
    files: 'Bestanden van de zending:',
    closing: 'Het antwoord in de map OUT is doorslaggevend; deze tekst licht het toe. Vermeld bij vragen het ticket.',
  },
  en: {
    title: 'The set {set} was rejected.',
    ticket: 'Ticket',
    answer: 'Answer',
    noAnswer: 'not written yet',
    received: 'Received',
    sealed: 'Sealed',
    file: 'File',
    cause: 'What is wrong',
    seen: 'Seen',
    expected: 'Expected',
    remedy: 'What to do',
    files: 'Files of the set:',
    closing:
      'The answer in the OUT folder is what counts; this text explains it. Name the ticket when you ask about it.',
  },
}
