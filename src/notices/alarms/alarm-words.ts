/** What is the matter and what to do about it, in four languages. `{subject}` and values are filled in. */
import type { Language } from '../../batch/languages.ts'
import { CLOCK_STEPPED, CLOCK_WRONG } from './clock-words.ts'
import type { AlarmKind } from './conditions.ts'
import type { News } from './next-alarms.ts'
import { RESTORE_OPEN } from './restore-words.ts'
import { REVOCATION_UNANSWERED } from './revocation-words.ts'

export type AlarmWords = Readonly<Record<Language, { readonly matter: string; readonly remedy: string }>>

export const WHAT_WORDS: Readonly<Record<News['what'], Readonly<Record<Language, string>>>> = {
  raised: { de: 'Neu', fr: 'Nouveau', nl: 'Nieuw', en: 'New' },
  worse: { de: 'Schlimmer', fr: 'Aggravé', nl: 'Erger', en: 'Worse' },
  lasting: { de: 'Dauert an', fr: 'Persiste', nl: 'Duurt voort', en: 'Still lasts' },
  over: { de: 'Vorbei', fr: 'Terminé', nl: 'Voorbij', en: 'Over' },
}

export const KIND_WORDS: Readonly<Record<AlarmKind, AlarmWords>> = {
  submissionsParked: {
    de: {
      matter: '{count} Sätze warten auf einen Menschen.',
      remedy: 'Die Ursache lesen (Konsole oder `sluice parked`), beheben, dann wieder einreihen.',
    },
    fr: {
      matter: '{count} ensembles attendent une personne.',
      remedy: 'Lisez la cause (console ou `sluice parked`), corrigez-la, puis remettez-les en file.',
    },
    nl: {
      matter: '{count} sets wachten op een persoon.',
      remedy: 'Lees de oorzaak (console of `sluice parked`), verhelp ze en zet ze terug in de wachtrij.',
    },
    en: {
      matter: '{count} sets wait for a person.',
      remedy: 'Read the cause (console or `sluice parked`), mend it, then put them back in the queue.',
    },
  },
  deliveriesParked: {
    de: {
      matter: '{subject}: {count} Übergaben sind nach ihrem letzten Versuch angehalten.',
      remedy: 'Die Ursache lesen (Konsole oder `sluice parked`), mit dem Onlinedienst klären, dann wieder einreihen.',
    },
    fr: {
      matter: '{subject} : {count} remises sont arrêtées après leur dernière tentative.',
      remedy: 'Lisez la cause (console ou `sluice parked`), voyez avec le service en ligne, puis remettez-les en file.',
    },
    nl: {
      matter: '{subject}: {count} overdrachten liggen stil na hun laatste poging.',
      remedy:
        'Lees de oorzaak (console of `sluice parked`), bespreek ze met de onlinedienst en zet ze terug in de wachtrij.',
    },
    en: {
      matter: '{subject}: {count} hand-overs stopped after their last attempt.',
      remedy:
        'Read the cause (console or `sluice parked`), settle it with the online service, then put them back in the queue.',
    },
  },
  deliveriesInDoubt: {
    de: {
      matter: '{subject}: bei {count} Übergaben ist ungewiss, ob der Onlinedienst sie hat.',
      remedy: 'Prüfen, ob der Onlinedienst antwortet; sie werden mit demselben Schlüssel erneut übergeben.',
    },
    fr: {
      matter: '{subject} : pour {count} remises, on ignore si le service en ligne les a.',
      remedy: 'Vérifiez que le service en ligne répond ; elles sont remises à nouveau avec la même clé.',
    },
    nl: {
      matter: '{subject}: van {count} overdrachten is onzeker of de onlinedienst ze heeft.',
      remedy: 'Ga na of de onlinedienst antwoordt; ze worden met dezelfde sleutel opnieuw overgedragen.',
    },
    en: {
      matter: '{subject}: it is uncertain whether the online service has {count} hand-overs.',
      remedy: 'See whether the online service answers; they are handed over again with the same key.',
    },
  },
  deliveriesLate: {
    de: {
      matter: '{subject}: die älteste Übergabe wartet seit {minutes} Minuten.',
      remedy: 'Prüfen, ob der Onlinedienst läuft; die Konsole zeigt den letzten Fehler. Nichts geht verloren.',
    },
    fr: {
      matter: '{subject} : la remise la plus ancienne attend depuis {minutes} minutes.',
      remedy: 'Vérifiez que le service en ligne fonctionne ; la console montre la dernière erreur. Rien ne se perd.',
    },
    nl: {
      matter: '{subject}: de oudste overdracht wacht al {minutes} minuten.',
      remedy: 'Ga na of de onlinedienst werkt; de console toont de laatste fout. Er gaat niets verloren.',
    },
    en: {
      matter: '{subject}: the oldest hand-over has waited for {minutes} minutes.',
      remedy: 'See whether the online service runs; the console shows the last error. Nothing is lost.',
    },
  },
  answersLate: {
    de: {
      matter: '{subject}: {count} Antworten sind nicht veröffentlicht, die älteste seit {minutes} Minuten: {error}',
      remedy:
        'Die Ursache beheben (Log: `answer.postponed`); jede wird weiter versucht, mit denselben Bytes. Nichts geht verloren.',
    },
    fr: {
      matter: '{subject} : {count} réponses ne sont pas publiées, la plus ancienne depuis {minutes} minutes : {error}',
      remedy:
        'Corrigez la cause (journal : `answer.postponed`) ; chacune est retentée, avec les mêmes octets. Rien ne se perd.',
    },
    nl: {
      matter: '{subject}: {count} antwoorden zijn niet gepubliceerd, het oudste sinds {minutes} minuten: {error}',
      remedy:
        'Verhelp de oorzaak (log: `answer.postponed`); elk wordt verder geprobeerd, met dezelfde bytes. Er gaat niets verloren.',
    },
    en: {
      matter: '{subject}: {count} answers are not published, the oldest for {minutes} minutes: {error}',
      remedy: 'Mend the cause (log: `answer.postponed`); each is tried again, with the same bytes. Nothing is lost.',
    },
  },
  revocationUnanswered: REVOCATION_UNANSWERED,
  servicePaused: {
    de: {
      matter: '{subject} ist seit {hours} Stunden angehalten: {reason}',
      remedy: 'Fortsetzen, wenn der Grund vorbei ist (Konsole oder `sluice queues resume`).',
    },
    fr: {
      matter: '{subject} est en pause depuis {hours} heures : {reason}',
      remedy: 'Reprenez quand la raison n’existe plus (console ou `sluice queues resume`).',
    },
    nl: {
      matter: '{subject} is al {hours} uur gepauzeerd: {reason}',
      remedy: 'Hervat wanneer de reden voorbij is (console of `sluice queues resume`).',
    },
    en: {
      matter: '{subject} has been paused for {hours} hours: {reason}',
      remedy: 'Resume it when the reason is gone (console or `sluice queues resume`).',
    },
  },
  filesMisplaced: {
    de: {
      matter: '{count} angenommene Dateien sind nirgends, wo sie sein dürfen.',
      remedy: '`sluice doctor` und `sluice status --json` nennen sie; den Hersteller rufen, nichts löschen.',
    },
    fr: {
      matter: '{count} fichiers acceptés ne sont nulle part où ils peuvent être.',
      remedy: '`sluice doctor` et `sluice status --json` les nomment ; appelez le support, n’effacez rien.',
    },
    nl: {
      matter: '{count} aanvaarde bestanden zijn nergens waar ze mogen zijn.',
      remedy: '`sluice doctor` en `sluice status --json` noemen ze; bel de ondersteuning, wis niets.',
    },
    en: {
      matter: '{count} accepted files are nowhere they may be.',
      remedy: '`sluice doctor` and `sluice status --json` name them; call support, delete nothing.',
    },
  },
  dependencyDown: {
    de: { matter: '{subject} fehlt: {detail}', remedy: 'Wiederherstellen; das Gateway versucht es von selbst weiter.' },
    fr: { matter: '{subject} est absent : {detail}', remedy: 'Rétablissez-le ; la passerelle réessaie d’elle-même.' },
    nl: { matter: '{subject} ontbreekt: {detail}', remedy: 'Herstel het; de gateway probeert vanzelf opnieuw.' },
    en: { matter: '{subject} is away: {detail}', remedy: 'Bring it back; the gateway goes on trying by itself.' },
  },
  dependencyDegraded: {
    de: { matter: '{subject} ist beeinträchtigt: {detail}', remedy: 'Nachsehen; die Arbeit geht weiter.' },
    fr: { matter: '{subject} est dégradé : {detail}', remedy: 'Vérifiez ; le travail continue.' },
    nl: { matter: '{subject} werkt niet goed: {detail}', remedy: 'Kijk het na; het werk gaat door.' },
    en: { matter: '{subject} is not well: {detail}', remedy: 'Have a look; the work goes on.' },
  },
  certificateEnding: {
    de: {
      matter: 'Das Zertifikat {subject} endet in {days} Tagen.',
      remedy: 'Erneuern und in den Ordner der Zertifikate legen; dann die Konfiguration neu laden.',
    },
    fr: {
      matter: 'Le certificat {subject} expire dans {days} jours.',
      remedy: 'Renouvelez-le et placez-le dans le dossier des certificats ; puis rechargez la configuration.',
    },
    nl: {
      matter: 'Het certificaat {subject} vervalt over {days} dagen.',
      remedy: 'Vernieuw het en plaats het in de map van de certificaten; herlaad daarna de configuratie.',
    },
    en: {
      matter: 'The certificate {subject} ends in {days} days.',
      remedy: 'Renew it and put it into the folder of certificates; then reload the configuration.',
    },
  },
  auditUnchained: {
    de: {
      matter: 'Seit {minutes} Minuten wird das Protokoll nicht verkettet.',
      remedy: 'Das Log des Gateways nach `audit.notChained` durchsuchen.',
    },
    fr: {
      matter: 'Le journal n’est plus chaîné depuis {minutes} minutes.',
      remedy: 'Cherchez `audit.notChained` dans le journal de la passerelle.',
    },
    nl: {
      matter: 'Het auditlogboek wordt al {minutes} minuten niet geketend.',
      remedy: 'Zoek `audit.notChained` in het logboek van de gateway.',
    },
    en: {
      matter: 'The audit has not been chained for {minutes} minutes.',
      remedy: 'Search the log of the gateway for `audit.notChained`.',
    },
  },
  processSilent: {
    de: {
      matter: 'Der Prozess {subject} schweigt seit {minutes} Minuten.',
      remedy: 'Auf dem Rechner nachsehen und ihn neu starten; was er tat, übernehmen andere.',
    },
    fr: {
      matter: 'Le processus {subject} se tait depuis {minutes} minutes.',
      remedy: 'Regardez sur la machine et redémarrez-le ; d’autres reprennent son travail.',
    },
    nl: {
      matter: 'Het proces {subject} zwijgt al {minutes} minuten.',
      remedy: 'Kijk op de machine en herstart het; andere nemen zijn werk over.',
    },
    en: {
      matter: 'The process {subject} has been silent for {minutes} minutes.',
      remedy: 'Look at the machine and restart it; others take over what it did.',
    },
  },
  restoreOpen: RESTORE_OPEN,
  manyReads: {
    de: {
      matter: '{subject} hat innerhalb einer Stunde {count} Inhalte von Meldungen gelesen.',
      remedy: 'Im Protokoll der Konsole die Gründe lesen und nachfragen; im Zweifel das Recht entziehen oder sperren.',
    },
    fr: {
      matter: '{subject} a lu {count} contenus de déclarations en une heure.',
      remedy:
        'Lisez les motifs dans le journal de la console et demandez ; en cas de doute, retirez le droit ou bloquez.',
    },
    nl: {
      matter: '{subject} heeft binnen een uur {count} keer de inhoud van aangiften gelezen.',
      remedy: 'Lees de redenen in het logboek van de console en vraag na; trek bij twijfel het recht in of blokkeer.',
    },
    en: {
      matter: '{subject} has read {count} contents of declarations within an hour.',
      remedy: 'Read the reasons in the audit of the console and ask; when in doubt withdraw the right, or lock.',
    },
  },
  clockWrong: CLOCK_WRONG,
  clockStepped: CLOCK_STEPPED,
}
