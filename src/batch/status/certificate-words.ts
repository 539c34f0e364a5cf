import type { Language } from '../languages.ts'
import type { ShownCertificate } from './certificates-text.ts'

export type CertificateWords = Readonly<
  Record<
    | 'title'
    | 'asOf'
    | 'none'
    | 'subject'
    | 'serial'
    | 'state'
    | 'notAfter'
    | 'daysLeft'
    | 'notice'
    | 'warning'
    | 'over'
    | 'revoked',
    string
  >
> & { readonly states: Readonly<Record<ShownCertificate['state'], string>> }

export const CERTIFICATE_WORDS: Readonly<Record<Language, CertificateWords>> = {
  de: {
    title: 'Ihre registrierten Zertifikate',
    asOf: 'Stand: {date}',
    none: 'Kein Zertifikat ist registriert. Ohne Zertifikat wird keine Signatur angenommen.',
    subject: 'Inhaber',
    serial: 'Seriennummer',
    state: 'Zustand',
    notAfter: 'Gültig bis',
    daysLeft: 'Tage übrig',
    notice:
      'Hinweis: Es endet in {days} Tagen. Registrieren Sie rechtzeitig das nächste; beide dürfen zugleich gelten.',
    warning: 'WARNUNG: Es endet in nur {days} Tagen. Registrieren Sie jetzt das nächste und signieren Sie damit.',
    over: 'WARNUNG: Es ist abgelaufen. Was damit signiert ist, wird abgelehnt.',
    revoked: 'WARNUNG: Es ist widerrufen. Was damit signiert ist, wird abgelehnt.',
    states: {
      uploaded: 'wartet auf Zulassung',
      valid: 'gültig',
      expiring: 'gültig, endet bald',
      expired: 'abgelaufen',
      revoked: 'widerrufen',
    },
  },
  fr: {
    title: 'Vos certificats enregistrés',
    asOf: 'Situation au {date}',
    none: 'Aucun certificat n’est enregistré. Sans certificat, aucune signature n’est acceptée.',
    subject: 'Titulaire',
    serial: 'Numéro de série',
    state: 'État',
    notAfter: 'Valable jusqu’au',
    daysLeft: 'Jours restants',
    notice:
      'Remarque : il expire dans {days} jours. Enregistrez à temps le suivant ; les deux peuvent valoir en même temps.',
    warning:
      'ATTENTION : il expire dans {days} jours seulement. Enregistrez le suivant maintenant et signez avec celui-ci.',
    over: 'ATTENTION : il a expiré. Ce qui est signé avec lui est refusé.',
    revoked: 'ATTENTION : il est révoqué. Ce qui est signé avec lui est refusé.',
    states: {
      uploaded: 'en attente d’approbation',
      valid: 'valable',
      expiring: 'valable, expire bientôt',
      expired: 'expiré',
      revoked: 'révoqué',
    },
  },
  nl: {
    title: 'Uw geregistreerde certificaten',
    asOf: 'Toestand op {date}',
    none: 'Er is geen certificaat geregistreerd. Zonder certificaat wordt geen handtekening aanvaard.',
    subject: 'Houder',
    serial: 'Serienummer',
    state: 'Toestand',
    notAfter: 'Geldig tot',
    daysLeft: 'Resterende dagen',
    notice:
      'Opmerking: het vervalt over {days} dagen. Registreer tijdig het volgende; beide mogen tegelijk geldig zijn.',
    warning: 'WAARSCHUWING: het vervalt over slechts {days} dagen. Registreer nu het volgende en onderteken daarmee.',
    over: 'WAARSCHUWING: het is vervallen. Wat ermee ondertekend is, wordt geweigerd.',
    revoked: 'WAARSCHUWING: het is herroepen. Wat ermee ondertekend is, wordt geweigerd.',
    states: {
      uploaded: 'wacht op goedkeuring',
      valid: 'geldig',
      expiring: 'geldig, vervalt binnenkort',
      expired: 'vervallen',
      revoked: 'herroepen',
    },
  },
  en: {
    title: 'Your registered certificates',
    asOf: 'As of {date}',
    none: 'No certificate is registered. Without a certificate no signature is accepted.',
    subject: 'Subject',
    serial: 'Serial number',
    state: 'State',
    notAfter: 'Valid until',
    daysLeft: 'Days left',
    notice: 'Note: it ends in {days} days. Register the next one in time; both may be valid at once.',
    warning: 'WARNING: it ends in only {days} days. Register the next one now, and sign with that.',
    over: 'WARNING: it has expired. What is signed with it is rejected.',
    revoked: 'WARNING: it is revoked. What is signed with it is rejected.',
    states: {
      uploaded: 'waits for approval',
      valid: 'valid',
      expiring: 'valid, ends soon',
      expired: 'expired',
      revoked: 'revoked',
    },
  },
}
