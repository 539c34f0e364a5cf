import type { Language } from './languages.ts'

/**
 * What a file is for: element 2 of its name (spec §4.3). This table is what is known of the field; which purposes a gateway
 * offers as online services is configuration, and its default is every purpose that comes in.
 */
export type Purpose = {
  readonly code: string
  readonly direction: 'in' | 'out' | 'both'
  /** Names of the document's root. Empty where no source tells. */
  readonly roots: readonly string[]
  /** Values of Form/Identification. Empty where no source tells. */
  readonly identifications: readonly string[]
  readonly labels: Readonly<Record<Language, string>>
  /** The messages of another family: no Form blocks and no schema reference (spec §9.6). */
  readonly formless?: true
}

/** A sender's own acknowledgement of an answer: it is accepted and closed, and is no online service (decision 14). */
export const OWN_ACKNOWLEDGEMENT = 'ACRF'

const WECH = numbered('WECH', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
const AOAT = numbered('AOAT', 1, 2, 3)
const ZIMA = numbered('ZIMA', 1, 2, 3, 5, 6)
/** Classic messages stand in no namespace; these roots do (spec §4.3, §9.6). */
export const ROOT_NAMESPACES: Readonly<Record<string, string>> = {
  FLXWAGE: 'http://socialsecurity.be/xml/ns/FLXWAGE',
  GenericXmlDocument: 'http://www.smals-mvm.be/xml/ns/systemFlux',
}

// biome-ignore format: a table of the specification
export const PURPOSES: readonly Purpose[] = [
  { code: 'DIMN', direction: 'in',   roots: ['Dimona'], identifications: ['DIMONA'],
    labels: { de: 'Dimona', fr: 'Dimona', nl: 'Dimona', en: 'Dimona' } },
  { code: 'DMFA', direction: 'in',   roots: ['DmfAOriginal'], identifications: ['DMFA', 'DMFAPPL'],
    labels: { de: 'DmfA, Originalmeldung', fr: 'DmfA, déclaration originale', nl: 'DmfA, oorspronkelijke aangifte', en: 'DmfA, original declaration' } },
  { code: 'DMWA', direction: 'in',   roots: ['DmfAUpdate'], identifications: ['DMFAUPD', 'PPLUPD'],
    labels: { de: 'DmfA, Änderung', fr: 'DmfA, modification', nl: 'DmfA, wijziging', en: 'DmfA, modification' } },
  { code: 'DMRQ', direction: 'in',   roots: ['DmfAConsultationRequest'], identifications: ['DMFAREQ'],
    labels: { de: 'DmfA, Einsichtsantrag', fr: 'DmfA, demande de consultation', nl: 'DmfA, verzoek tot raadpleging', en: 'DmfA, consultation request' } },
  { code: 'PFRQ', direction: 'in',   roots: ['PersonnelFileConsultationRequest'], identifications: ['PFREQ'],
    labels: { de: 'Personalbestand, Einsichtsantrag', fr: 'Fichier du personnel, demande de consultation', nl: 'Personeelsbestand, verzoek tot raadpleging', en: 'Personnel file, consultation request' } },
  { code: 'WECH', direction: 'in',   roots: WECH, identifications: WECH,
    labels: { de: 'Sozialrisiko, Arbeitslosigkeit', fr: 'Risque social, chômage', nl: 'Sociaal risico, werkloosheid', en: 'Social risk, unemployment' } },
  { code: 'AOAT', direction: 'in',   roots: AOAT, identifications: AOAT,
    labels: { de: 'Sozialrisiko, Arbeitsunfall', fr: 'Risque social, accident du travail', nl: 'Sociaal risico, arbeidsongeval', en: 'Social risk, work accident' } },
  { code: 'ZIMA', direction: 'in',   roots: ZIMA, identifications: ZIMA,
    labels: { de: 'Sozialrisiko, Leistungen', fr: 'Risque social, indemnités', nl: 'Sociaal risico, uitkeringen', en: 'Social risk, benefits' } },
  { code: 'TWCT', direction: 'in',   roots: ['TWCT001'], identifications: ['TWCT001'],
    labels: { de: 'Vorübergehende Arbeitslosigkeit, Mitteilung', fr: 'Chômage temporaire, communication', nl: 'Tijdelijke werkloosheid, mededeling', en: 'Temporary unemployment, communication' } },
  { code: 'VBLV', direction: 'in',   roots: ['VBLV001'], identifications: ['VBLV001'],
    labels: { de: 'Validierungsbuch', fr: 'Livre de validation', nl: 'Validatieboek', en: 'Validation book' } },
  { code: 'DUCN', direction: 'in',   roots: [], identifications: ['UWDUC', 'UWDUCUP'],
    labels: { de: 'Einheitliche Baustellenmeldung', fr: 'Déclaration unique de chantier', nl: 'Unieke werfmelding', en: 'Single site declaration' } },
  { code: 'DDTN', direction: 'in',   roots: [], identifications: ['AVWDDT', 'AVDDTUP'],
    labels: { de: 'Meldung von Arbeiten', fr: 'Déclaration de travaux', nl: 'Aangifte van werken', en: 'Declaration of works' } },
  { code: 'CDHG', direction: 'in',   roots: ['CareerHistory'], identifications: ['CDHG001'],
    labels: { de: 'Capelo, Laufbahnhistorie', fr: 'Capelo, historique de carrière', nl: 'Capelo, loopbaanhistoriek', en: 'Capelo, career history' } },
  { code: 'PUBL', direction: 'in',   roots: [], identifications: [], formless: true,
    labels: { de: 'Arbeitsunfall, öffentlicher Sektor', fr: 'Accident du travail, secteur public', nl: 'Arbeidsongeval, openbare sector', en: 'Work accident, public sector' } },
  { code: 'LOIC', direction: 'in',   roots: ['LOIC001'], identifications: ['LOIC001'],
    labels: { de: 'Laufbahnunterbrechung oder Zeitkredit, Antrag', fr: 'Interruption de carrière ou crédit-temps, demande', nl: 'Loopbaanonderbreking of tijdskrediet, aanvraag', en: 'Career break or time credit, request' } },
  { code: 'ECRQ', direction: 'in',   roots: [], identifications: ['ECARORQ'],
    labels: { de: 'Ecaro, Einsichtsantrag', fr: 'Ecaro, demande de consultation', nl: 'Ecaro, verzoek tot raadpleging', en: 'Ecaro, consultation request' } },
  { code: 'RECO', direction: 'in',   roots: ['GenericXmlDocument'], identifications: ['REDCORQ'],
    labels: { de: 'Ersteinstellungen, Antrag', fr: 'Premiers engagements, demande', nl: 'Eerste aanwervingen, verzoek', en: 'First hires, request' } },
  { code: 'FLEX', direction: 'in',   roots: ['FLXWAGE'], identifications: ['FLXWAGE'],
    labels: { de: 'Flexi-Job-Lohn', fr: 'Salaire flexi-job', nl: 'Flexi-jobloon', en: 'Flexi-job wage' } },
  { code: 'ACRF', direction: 'both', roots: ['ACRF'], identifications: ['ACRF001'],
    labels: { de: 'Empfangsbestätigung', fr: 'Accusé de réception', nl: 'Ontvangstbewijs', en: 'Acknowledgement' } },
  { code: 'NOTI', direction: 'out',  roots: ['NOTIFICATION'], identifications: ['NOTI001'],
    labels: { de: 'Notifikation', fr: 'Notification', nl: 'Notificatie', en: 'Notification' } },
  { code: 'DMNO', direction: 'out',  roots: ['DmfAUpdateNotification'], identifications: ['DMFANOT'],
    labels: { de: 'DmfA, Änderungsnotifikation', fr: 'DmfA, notification de modification', nl: 'DmfA, wijzigingsnotificatie', en: 'DmfA, change notification' } },
  { code: 'DMPI', direction: 'out',  roots: ['DmfAPID'], identifications: ['DMFAPID'],
    labels: { de: 'DmfA, technische Schlüssel', fr: 'DmfA, clés techniques', nl: 'DmfA, technische sleutels', en: 'DmfA, technical keys' } },
  { code: 'DMDB', direction: 'out',  roots: ['DmfAConsultationAnswer'], identifications: ['DMFADB'],
    labels: { de: 'DmfA, Einsicht', fr: 'DmfA, réponse à la consultation', nl: 'DmfA, antwoord op raadpleging', en: 'DmfA, consultation answer' } },
  { code: 'PFAN', direction: 'out',  roots: ['PersonnelFileConsultationAnswer'], identifications: ['PFANS'],
    labels: { de: 'Personalbestand, Antwort', fr: 'Fichier du personnel, réponse', nl: 'Personeelsbestand, antwoord', en: 'Personnel file, answer' } },
  { code: 'IDFL', direction: 'out',  roots: ['IDFLUX'], identifications: ['IDFLUX'],
    labels: { de: 'Änderung der Identifikation', fr: 'Changement d’identification', nl: 'Wijziging van identificatie', en: 'Identification change' } },
  { code: 'BEWA', direction: 'out',  roots: ['BewareNotification'], identifications: ['BEWARE'],
    labels: { de: 'Berichtigungsmitteilung', fr: 'Avis de rectification', nl: 'Bericht van wijziging', en: 'Correction notice' } },
  { code: 'BEWL', direction: 'out',  roots: ['BewareControlList'], identifications: ['BEWLST'],
    labels: { de: 'Kontrollliste', fr: 'Liste de contrôle', nl: 'Controlelijst', en: 'Control list' } },
  { code: 'DEFI', direction: 'out',  roots: [], identifications: ['DEFI001'],
    labels: { de: 'Vorübergehende Arbeitslosigkeit, Endentscheidung', fr: 'Chômage temporaire, décision finale', nl: 'Tijdelijke werkloosheid, definitieve beslissing', en: 'Temporary unemployment, final decision' } },
  { code: 'ECAN', direction: 'out',  roots: [], identifications: ['ECAROAN'],
    labels: { de: 'Ecaro, Antwort', fr: 'Ecaro, réponse', nl: 'Ecaro, antwoord', en: 'Ecaro, answer' } },
  { code: 'ECOR', direction: 'out',  roots: [], identifications: ['ECAROAN'],
    labels: { de: 'Ecaro, Schlüssel', fr: 'Ecaro, clés', nl: 'Ecaro, sleutels', en: 'Ecaro, keys' } },
  { code: 'ECOA', direction: 'out',  roots: ['EcoUnemploymentDaysConsultAnswer'], identifications: ['ECOUDAN'],
    labels: { de: 'Tage wirtschaftlicher Arbeitslosigkeit, Antwort', fr: 'Jours de chômage économique, réponse', nl: 'Dagen economische werkloosheid, antwoord', en: 'Days of economic unemployment, answer' } },
  { code: 'REAN', direction: 'out',  roots: ['ReductionConsultationAnswer'], identifications: ['REDCOAN'],
    labels: { de: 'Ersteinstellungen, Antwort', fr: 'Premiers engagements, réponse', nl: 'Eerste aanwervingen, antwoord', en: 'First hires, answer' } },
  { code: 'FINO', direction: 'out',  roots: ['FinancialNote', 'AdvancePaymentJustification', 'Reminder'], identifications: ['FINO001', 'FINO002', 'FINO003', 'FINO014'],
    labels: { de: 'Finanzmitteilung', fr: 'Note financière', nl: 'Financiële nota', en: 'Financial note' } },
  { code: 'FISI', direction: 'out',  roots: ['FinancialSituation'], identifications: ['FISI001', 'FISI002', 'FISI003'],
    labels: { de: 'Finanzielle Lage', fr: 'Situation financière', nl: 'Financiële toestand', en: 'Financial statement' } },
  { code: 'LIRE', direction: 'out',  roots: [], identifications: [],
    labels: { de: 'Zuordnung der Zahlungen', fr: 'Liste d’imputation des paiements', nl: 'Lijst van toegewezen betalingen', en: 'Payment allocation list' } },
  { code: 'PROA', direction: 'both', roots: ['Proactivity'], identifications: ['PROA001'],
    labels: { de: 'Proaktive Aktionen', fr: 'Actions proactives', nl: 'Proactieve acties', en: 'Proactive actions' } },
  { code: 'SIGN', direction: 'out',  roots: [], identifications: [],
    labels: { de: 'Arbeitgeberverzeichnis, Hinweis', fr: 'Répertoire des employeurs, signalement', nl: 'Werkgeversrepertorium, melding', en: 'Employer directory, alert' } },
]

/** The purposes that a gateway can offer as online services. */
export const INBOUND_PURPOSES: readonly Purpose[] = PURPOSES.filter(
  ({ code, direction }) => direction !== 'out' && code !== OWN_ACKNOWLEDGEMENT,
)

/** What an online service may answer, or tell a sender; acknowledgements are the gateway's alone. */
export const OUTBOUND_PURPOSES: readonly Purpose[] = PURPOSES.filter(
  ({ code, direction }) => direction !== 'in' && code !== OWN_ACKNOWLEDGEMENT,
)

/** What institutions tell of their own accord: it may speak to a sender instead of answering a submission (spec §1). */
export const UNASKED_PURPOSES: ReadonlySet<string> = new Set([
  'DMNO',
  'IDFL',
  'BEWA',
  'BEWL',
  'DEFI',
  'FINO',
  'FISI',
  'LIRE',
  'PROA',
  'SIGN',
])

/** With these a declaration, or a request, counts as answered. */
export const FINAL_PURPOSES = ['NOTI', 'DMDB', 'PFAN', 'ECAN', 'ECOA', 'REAN'] as const

function numbered(prefix: string, ...numbers: number[]): readonly string[] {
  return numbers.map((number) => `${prefix}${String(number).padStart(3, '0')}`)
}
