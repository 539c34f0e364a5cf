/** Words of the page about what a restore could not know. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const RESTORED = {
  'nav.restored':     { de: 'Nach Wiederherstellung', fr: 'Après restauration', nl: 'Na herstel', en: 'After a restore' },
  'purpose.restored': { de: 'Was eine zurückgespielte Sicherung nicht wissen kann, und was davon zu tun ist.', fr: 'Ce qu’une sauvegarde restaurée ne peut pas savoir, et ce qu’il en reste à faire.', nl: 'Wat een teruggezette back-up niet kan weten, en wat daarvan te doen is.', en: 'What a restored backup cannot know, and what of it is to do.' },

  'restored.title': { de: 'Nach der Wiederherstellung', fr: 'Après la restauration', nl: 'Na het herstel', en: 'After the restore' },
  'restored.lead':  { de: '{count, plural, =0 {Keine wiederhergestellte Sicherung wartet auf ein Wort.} other {{toDo, plural, =0 {Keine Änderung ist} one {Eine Änderung ist} other {# Änderungen sind}} noch zu tun; wiederholt: {madeAgain, number}.}}', fr: '{count, plural, =0 {Aucune sauvegarde restaurée n’attend de confirmation.} other {{toDo, plural, =0 {Aucun changement ne reste} one {Un changement reste} other {# changements restent}} à faire ; refaits : {madeAgain, number}.}}', nl: '{count, plural, =0 {Geen teruggezette back-up wacht op een woord.} other {{toDo, plural, =0 {Geen wijziging is} one {Eén wijziging is} other {# wijzigingen zijn}} nog te doen; herhaald: {madeAgain, number}.}}', en: '{count, plural, =0 {No restored backup waits for a word.} other {{toDo, plural, =0 {No change is} one {One change is} other {# changes are}} left to do; made again: {madeAgain, number}.}}' },
  'restored.backup':     { de: 'Sicherung {backup}', fr: 'Sauvegarde {backup}', nl: 'Back-up {backup}', en: 'Backup {backup}' },
  'restored.noBackup':   { de: 'Eine neue Datenbank über vorhandenen Inhalten', fr: 'Une base neuve sur des contenus existants', nl: 'Een nieuwe database boven bestaande inhoud', en: 'A new database over contents that were there' },
  'restored.rolledBack': { de: 'Eine Datenbank, die weniger hat als die Kopie ihres Protokolls', fr: 'Une base qui a moins que la copie de son journal', nl: 'Een database die minder heeft dan de kopie van haar logboek', en: 'A database that has less than the copy of its audit' },
  'restored.asOf':    { de: 'Stand', fr: 'État du', nl: 'Stand van', en: 'As of' },
  'restored.at':      { de: 'Wiederhergestellt', fr: 'Restaurée', nl: 'Hersteld', en: 'Restored' },
  'restored.toDo':      { de: 'Zu tun', fr: 'À faire', nl: 'Te doen', en: 'To do' },
  'restored.madeAgain': { de: 'Wiederholt', fr: 'Refaits', nl: 'Herhaald', en: 'Made again' },
  'restored.changes': { de: 'Änderungen seit der Sicherung', fr: 'Changements depuis la sauvegarde', nl: 'Wijzigingen sinds de back-up', en: 'Changes since the backup' },
  'restored.state':   { de: 'Stand', fr: 'État', nl: 'Toestand', en: 'State' },
  'restored.state.madeAgain': { de: 'wiederholt', fr: 'refait', nl: 'herhaald', en: 'made again' },
  'restored.state.toDo':      { de: 'zu tun', fr: 'à faire', nl: 'te doen', en: 'to do' },
  'restored.standing': { de: 'Stand {asOf}; {toDo, number} zu tun, {madeAgain, number} wiederholt', fr: 'État du {asOf} ; {toDo, number} à faire, {madeAgain, number} refaits', nl: 'Stand van {asOf}; {toDo, number} te doen, {madeAgain, number} herhaald', en: 'As of {asOf}; {toDo, number} to do, {madeAgain, number} made again' },
  'restored.unknown': { de: 'Die Kopie des Protokolls weiß von keiner Änderung seither. Gibt es keine Kopie, so ist nichts davon bekannt.', fr: 'La copie du journal ne connaît aucun changement depuis. S’il n’y a pas de copie, rien n’en est connu.', nl: 'De kopie van het logboek kent geen wijziging sindsdien. Is er geen kopie, dan is er niets van bekend.', en: 'The copy of the audit tells of no change since then. Where there is no copy, nothing of them is known.' },
  'restored.none':    { de: 'Es wurde keine Sicherung zurückgespielt, oder jemand hat sie schon quittiert. Wer und warum, steht im Protokoll.', fr: 'Aucune sauvegarde n’a été restaurée, ou quelqu’un l’a déjà confirmée. Qui et pourquoi, le journal le dit.', nl: 'Er is geen back-up teruggezet, of iemand heeft het al bevestigd. Wie en waarom, staat in het logboek.', en: 'No backup was put back, or somebody has acknowledged it. Who did, and why, stands in the audit.' },
  'restored.acknowledge':       { de: 'Quittieren', fr: 'Confirmer', nl: 'Bevestigen', en: 'Acknowledge' },
  'restored.acknowledgeEffect': { de: 'Damit sagen Sie, dass nachgesehen wurde, was zwischen Sicherung und Verlust geschah. Der Alarm und diese Liste enden; 36 Stunden nach der Wiederherstellung dürfen Inhalte ohne Zeile die Platte verlassen.', fr: 'Vous dites ainsi que ce qui s’est passé entre la sauvegarde et la perte a été examiné. L’alarme et cette liste prennent fin ; 36 heures après la restauration, les contenus sans ligne peuvent quitter le disque.', nl: 'Hiermee zegt u dat is nagekeken wat tussen back-up en verlies gebeurde. Het alarm en deze lijst eindigen; 36 uur na het herstel mag inhoud zonder rij de schijf verlaten.', en: 'You say by it that what happened between backup and loss was looked into. The alarm and this list end; from 36 hours after the restore, contents without a row may leave the disk.' },
  'done.restoredAcknowledged':  { de: 'Quittiert; es steht im Protokoll.', fr: 'C’est confirmé ; le journal en garde trace.', nl: 'Bevestigd; het staat in het logboek.', en: 'Acknowledged; the audit has it.' },

  'refusal.nothingRestored.cause':    { de: 'Keine wiederhergestellte Sicherung wartet auf ein Wort.', fr: 'Aucune sauvegarde restaurée n’attend de confirmation.', nl: 'Geen teruggezette back-up wacht op een woord.', en: 'No restored backup waits for a word.' },
  'refusal.nothingRestored.remedy':   { de: 'Wer sie quittiert hat, steht im Protokoll unter backup:.', fr: 'Le journal dit sous backup: qui l’a confirmée.', nl: 'Wie het bevestigd heeft, staat in het logboek onder backup:.', en: 'Who has acknowledged it stands in the audit, under backup:.' },
  'refusal.noSuchRestoration.cause':  { de: 'Keine solche Sicherung wartet auf ein Wort.', fr: 'Aucune sauvegarde de ce genre n’attend de confirmation.', nl: 'Geen zulke back-up wacht op een woord.', en: 'No such restored backup waits for a word.' },
  'refusal.noSuchRestoration.remedy': { de: 'Sehen Sie sich die an, die offen sind.', fr: 'Voyez celles qui sont ouvertes.', nl: 'Bekijk die welke open zijn.', en: 'Look at those that are open.' },
} as const satisfies Texts
