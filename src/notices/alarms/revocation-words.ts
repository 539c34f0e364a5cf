import type { AlarmWords } from './alarm-words.ts'

export const REVOCATION_UNANSWERED: AlarmWords = {
  de: {
    matter: '{count} Sätze warten seit bis zu {minutes} Minuten auf Sperrdaten ihres Zertifikats.',
    remedy:
      'Prüfen, ob die Server der Zertifizierungsstelle über HTTP zu erreichen sind (`sluice certificate standing`).',
  },
  fr: {
    matter:
      '{count} ensembles attendent depuis jusqu’à {minutes} minutes les données de révocation de leur certificat.',
    remedy: 'Vérifiez que les serveurs de l’autorité sont accessibles en HTTP (`sluice certificate standing`).',
  },
  nl: {
    matter: '{count} sets wachten tot {minutes} minuten op intrekkingsgegevens van hun certificaat.',
    remedy: 'Ga na of de servers van de autoriteit via HTTP bereikbaar zijn (`sluice certificate standing`).',
  },
  en: {
    matter: '{count} sets wait for revocation data of their certificate, for up to {minutes} minutes.',
    remedy: 'See whether the servers of the authority can be reached over HTTP (`sluice certificate standing`).',
  },
}
