import type { AlarmWords } from './alarm-words.ts'

export const RESTORE_OPEN: AlarmWords = {
  de: {
    matter:
      'Die Datenbank ist auf dem Stand vor einem Verlust (Sicherung {subject}): was seit {since} geändert wurde, fehlt. {madeAgain} Entzüge wurden wiederholt, {toDo} Änderungen stehen noch aus.',
    remedy: '`sluice restored list` lesen, die Änderungen wiederholen, dann `sluice restored acknowledge --reason …`.',
  },
  fr: {
    matter:
      'La base de données est dans l’état d’avant une perte (sauvegarde {subject}) : ce qui a changé depuis {since} manque. {madeAgain} retraits ont été refaits, {toDo} changements restent à faire.',
    remedy: 'Lisez `sluice restored list`, refaites les changements, puis `sluice restored acknowledge --reason …`.',
  },
  nl: {
    matter:
      'De database is in de staat van voor een verlies (back-up {subject}): wat sinds {since} is gewijzigd, ontbreekt. {madeAgain} intrekkingen zijn herhaald, {toDo} wijzigingen moeten nog gebeuren.',
    remedy: 'Lees `sluice restored list`, herhaal de wijzigingen, dan `sluice restored acknowledge --reason …`.',
  },
  en: {
    matter:
      'The database is as it was before a loss (backup {subject}): what was changed since {since} is missing. {madeAgain} withdrawals were made again, {toDo} changes are left to do.',
    remedy: 'Read `sluice restored list`, make the changes again, then `sluice restored acknowledge --reason …`.',
  },
}
