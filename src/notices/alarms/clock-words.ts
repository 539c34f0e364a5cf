import type { AlarmWords } from './alarm-words.ts'

export const CLOCK_WRONG: AlarmWords = {
  de: {
    matter: 'Die Uhr von {subject} weicht um {seconds} Sekunden von der Uhr der Datenbank ab.',
    remedy: 'Die Uhren mit NTP richten; entschieden wird nach der Uhr der Datenbank.',
  },
  fr: {
    matter: 'L’horloge de {subject} diffère de {seconds} secondes de celle de la base de données.',
    remedy: 'Réglez les horloges par NTP ; c’est l’horloge de la base de données qui décide.',
  },
  nl: {
    matter: 'De klok van {subject} wijkt {seconds} seconden af van die van de databank.',
    remedy: 'Zet de klokken gelijk met NTP; er wordt beslist volgens de klok van de databank.',
  },
  en: {
    matter: 'The clock of {subject} differs by {seconds} seconds from that of the database.',
    remedy: 'Correct the clocks by NTP; it is by the clock of the database that is decided.',
  },
}

export const CLOCK_STEPPED: AlarmWords = {
  de: {
    matter: 'Die Uhr der Datenbank ist um {seconds} Sekunden gesprungen.',
    remedy: 'Stellen, wenn sie falsch ist; bis `retention.clockHoldHours` um sind, verlässt nichts das Gateway.',
  },
  fr: {
    matter: 'L’horloge de la base de données a sauté de {seconds} secondes.',
    remedy:
      'Corrigez-la si elle est fausse ; jusqu’à la fin de `retention.clockHoldHours`, rien ne quitte la passerelle.',
  },
  nl: {
    matter: 'De klok van de databank is {seconds} seconden versprongen.',
    remedy: 'Zet ze juist als ze fout is; tot `retention.clockHoldHours` voorbij is, verlaat niets de gateway.',
  },
  en: {
    matter: 'The clock of the database stepped by {seconds} seconds.',
    remedy: 'Correct it if it is wrong; until `retention.clockHoldHours` are over nothing leaves the gateway.',
  },
}
