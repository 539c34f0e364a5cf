/** Words of what operators do to submissions, of the audit, and why something is refused. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const ACTING = {
  'nav.audit':     { de: 'Protokoll', fr: 'Journal', nl: 'Logboek', en: 'Audit' },
  'purpose.audit': { de: 'Wer was getan hat, und warum.', fr: 'Qui a fait quoi, et pourquoi.', nl: 'Wie wat gedaan heeft, en waarom.', en: 'Who did what, and why.' },

  'acting.label':  { de: 'Handeln', fr: 'Agir', nl: 'Handelen', en: 'Act' },
  'acting.action': { de: 'Was', fr: 'Quoi', nl: 'Wat', en: 'What' },
  'acting.scope':  { de: 'Womit', fr: 'Sur quoi', nl: 'Waarmee', en: 'On what' },
  'acting.marked': { de: 'mit den markierten', fr: 'ceux qui sont marqués', nl: 'de gemarkeerde', en: 'the marked ones' },
  'acting.all':    { de: 'mit allem, was zum Filter passt', fr: 'tout ce qui correspond au filtre', nl: 'alles wat bij de filter past', en: 'all that fulfils the filter' },
  'acting.look':   { de: 'Zeigen, was geschähe', fr: 'Voir ce qui se passerait', nl: 'Tonen wat er zou gebeuren', en: 'Show what would happen' },
  'acting.requeue':      { de: 'Wieder in die Warteschlange', fr: 'Remettre dans la file', nl: 'Terug in de wachtrij', en: 'Put back in the queue' },
  'acting.park':         { de: 'Übergabe anhalten', fr: 'Suspendre la remise', nl: 'Overdracht parkeren', en: 'Park the hand-over' },
  'acting.giveUp':       { de: 'Aufgeben, mit abschlägiger Antwort', fr: 'Abandonner, avec réponse négative', nl: 'Opgeven, met negatief antwoord', en: 'Give up with a negative answer' },
  'acting.cancel':       { de: 'Vor dem Urteil stornieren', fr: 'Annuler avant le verdict', nl: 'Annuleren voor het oordeel', en: 'Cancel before the verdict' },
  'acting.repeatAnswer': { de: 'Antwort wieder nach OUT legen', fr: 'Remettre la réponse dans OUT', nl: 'Antwoord terug in OUT', en: 'Put the answer back' },
  'acting.would':  { de: '{count, plural, =0 {Nichts davon ist in einem Zustand, in dem das geht.} one {Es beträfe # Sache: {submissions, plural, one {# Einsendung} other {# Einsendungen}} von {senders, plural, one {# Absender} other {# Absendern}}.} other {Es beträfe # Sachen: {submissions, plural, one {# Einsendung} other {# Einsendungen}} von {senders, plural, one {# Absender} other {# Absendern}}.}}', fr: '{count, plural, =0 {Rien de cela n’est dans un état qui le permette.} one {Cela concernerait # élément : {submissions, plural, one {# envoi} other {# envois}} de {senders, plural, one {# expéditeur} other {# expéditeurs}}.} other {Cela concernerait # éléments : {submissions, plural, one {# envoi} other {# envois}} de {senders, plural, one {# expéditeur} other {# expéditeurs}}.}}', nl: '{count, plural, =0 {Niets daarvan is in een toestand waarin dat kan.} one {Het zou # zaak betreffen: {submissions, plural, one {# inzending} other {# inzendingen}} van {senders, plural, one {# verzender} other {# verzenders}}.} other {Het zou # zaken betreffen: {submissions, plural, one {# inzending} other {# inzendingen}} van {senders, plural, one {# verzender} other {# verzenders}}.}}', en: '{count, plural, =0 {None of it is in a state that allows this.} one {It would concern # thing: {submissions, plural, one {# submission} other {# submissions}} of {senders, plural, one {# sender} other {# senders}}.} other {It would concern # things: {submissions, plural, one {# submission} other {# submissions}} of {senders, plural, one {# sender} other {# senders}}.}}' },
  'acting.byState': { de: 'Nach Stand', fr: 'Par état', nl: 'Naar toestand', en: 'By state' },
  'acting.do':     { de: 'Tun', fr: 'Exécuter', nl: 'Doen', en: 'Do it' },
  'acting.was':    { de: '{done, number} getan, {skipped, number} übersprungen, weil sie inzwischen anders stehen.', fr: '{done, number} faits, {skipped, number} passés, car leur état a changé entre-temps.', nl: '{done, number} gedaan, {skipped, number} overgeslagen omdat hun toestand intussen anders is.', en: '{done, number} done, {skipped, number} skipped because they had changed meanwhile.' },
  'acting.because': { de: 'Grund: {reason}', fr: 'Motif : {reason}', nl: 'Reden: {reason}', en: 'Reason: {reason}' },
  'done.acted':    { de: 'Erledigt; es steht im Protokoll.', fr: 'C’est fait ; le journal en garde trace.', nl: 'Gedaan; het staat in het logboek.', en: 'Done; the audit has it.' },

  'audit.filter':  { de: 'Protokoll eingrenzen', fr: 'Filtrer le journal', nl: 'Logboek filteren', en: 'Narrow the audit' },
  'audit.actor':   { de: 'Wer', fr: 'Qui', nl: 'Wie', en: 'Who' },
  'audit.subject': { de: 'Woran', fr: 'Sur quoi', nl: 'Waaraan', en: 'To what' },
  'audit.subjectHint': { de: 'Wie submission:…, oder sender: für alle', fr: 'Par exemple submission:…, ou sender: pour tous', nl: 'Zoals submission:…, of sender: voor alle', en: 'As submission:…, or sender: for all' },
  'audit.at':      { de: 'Wann', fr: 'Quand', nl: 'Wanneer', en: 'When' },
  'audit.action':  { de: 'Was', fr: 'Quoi', nl: 'Wat', en: 'What' },
  'audit.none':    { de: 'Dazu steht nichts im Protokoll.', fr: 'Rien à ce sujet dans le journal.', nl: 'Daarover staat niets in het logboek.', en: 'The audit has nothing of that.' },
  'audit.chain':   { de: 'Verkettet bis {head, number}; {unchained, plural, =0 {nichts wartet} one {# Eintrag wartet} other {# Einträge warten}}.', fr: 'Chaîné jusqu’à {head, number} ; {unchained, plural, =0 {rien n’attend} one {# entrée attend} other {# entrées attendent}}.', nl: 'Geketend tot {head, number}; {unchained, plural, =0 {niets wacht} one {# regel wacht} other {# regels wachten}}.', en: 'Chained up to {head, number}; {unchained, plural, =0 {nothing waits} one {# entry waits} other {# entries wait}}.' },

  'refusal.noSubmission.cause':   { de: 'Diese Einsendung gibt es nicht.', fr: 'Cet envoi n’existe pas.', nl: 'Deze inzending bestaat niet.', en: 'There is no such submission.' },
  'refusal.noSubmission.remedy':  { de: 'Suchen Sie nach Ticket oder Name.', fr: 'Cherchez par ticket ou par nom.', nl: 'Zoek op ticket of naam.', en: 'Look for it by its ticket or its name.' },
  'refusal.noSuchBulk.cause':     { de: 'Unter dieser Nummer ist nichts vorbereitet, oder es gehört jemand anderem.', fr: 'Rien n’a été préparé sous ce numéro, ou c’est à quelqu’un d’autre.', nl: 'Onder dit nummer is niets voorbereid, of het is van iemand anders.', en: 'Nothing was prepared under this number, or it is somebody else’s.' },
  'refusal.noSuchBulk.remedy':    { de: 'Sehen Sie neu nach, was geschähe.', fr: 'Regardez à nouveau ce qui se passerait.', nl: 'Kijk opnieuw wat er zou gebeuren.', en: 'Look again at what would happen, and go on from there.' },
  'refusal.bulkTooOld.cause':     { de: 'Was gezeigt wurde, ist inzwischen zu alt.', fr: 'Ce qui a été montré est trop ancien.', nl: 'Wat getoond werd, is intussen te oud.', en: 'What was shown is too old by now.' },
  'refusal.bulkTooOld.remedy':    { de: 'Sehen Sie neu nach, was geschähe.', fr: 'Regardez à nouveau ce qui se passerait.', nl: 'Kijk opnieuw wat er zou gebeuren.', en: 'Look again at what would happen, and go on from there.' },
  'refusal.nothingChosen.cause':  { de: 'Es ist weder ein Filter noch eine Einsendung gewählt.', fr: 'Ni filtre ni envoi n’est choisi.', nl: 'Er is geen filter en geen inzending gekozen.', en: 'Neither a filter nor a submission was chosen.' },
  'refusal.nothingChosen.remedy': { de: 'Grenzen Sie die Liste ein oder markieren Sie etwas.', fr: 'Filtrez la liste ou marquez quelque chose.', nl: 'Filter de lijst of markeer iets.', en: 'Narrow the list, or mark some of it.' },
  'refusal.bulkTooMany.cause':    { de: 'Mehr als {most, number} Einsendungen passen zum Filter.', fr: 'Plus de {most, number} envois correspondent au filtre.', nl: 'Meer dan {most, number} inzendingen passen bij de filter.', en: 'More than {most, number} submissions fulfil the filter.' },
  'refusal.bulkTooMany.remedy':   { de: 'Grenzen Sie den Filter ein.', fr: 'Affinez le filtre.', nl: 'Verfijn de filter.', en: 'Narrow the filter.' },
} as const satisfies Texts
