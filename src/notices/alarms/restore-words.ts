import type { AlarmWords } from './alarm-words.ts'

export const RESTORE_OPEN: AlarmWords = {
  de: {
    matter:
      'Die Datenbank ist auf dem Stand vor einem Verlust (Sicherung {subject}): was seit {since} geändert wurde, fehlt. {madeAgain} Entzüge wurden wiederholt, {toDo} Änderungen stehen noch aus.',
    remedy:
      'Die Liste lesen (Konsole, `/restored`, oder `sluice restored list`), die Änderungen wiederholen, dann dort oder mit `sluice restored acknowledge --reason …` quittieren.',
  },
  fr: {
    matter:
      'La base de données est dans l’état d’avant une perte (sauvegarde {subject}) : ce qui a changé depuis {since} manque. {madeAgain} retraits ont été refaits, {toDo} changements restent à faire.',
    remedy:
      'Lisez la liste (console, `/restored`, ou `sluice restored list`), refaites les changements, puis confirmez-la là ou par `sluice restored acknowledge --reason …`.',
  },
  nl: {
    matter:
      'De database is in de staat van voor een verlies (back-up {subject}): wat sinds {since} is gewijzigd, ontbreekt. {madeAgain} intrekkingen zijn herhaald, {toDo} wijzigingen moeten nog gebeuren.',
    remedy:
      'Lees de lijst (console, `/restored`, of `sluice restored list`), herhaal de wijzigingen en bevestig dan daar of met `sluice restored acknowledge --reason …`.',
  },
  en: {
    matter:
      'The database is as it was before a loss (backup {subject}): what was changed since {since} is missing. {madeAgain} withdrawals were made again, {toDo} changes are left to do.',
    remedy:
      'Read the list (console, `/restored`, or `sluice restored list`), make the changes again, then acknowledge it there or by `sluice restored acknowledge --reason …`.',
  },
}
