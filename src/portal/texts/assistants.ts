/** Assistants of the main access manager. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const ASSISTANTS = {
  'assistants.lead':         { de: 'Wer das Konto Ihres Unternehmens mit verwaltet.', fr: 'Qui aide à gérer le compte de votre entreprise.', nl: 'Wie de account van uw onderneming mee beheert.', en: 'Who helps to manage the account of your enterprise.' },
  'assistants.active':       { de: 'Bestellt', fr: 'Désignés', nl: 'Aangesteld', en: 'Appointed' },
  'assistants.ended':        { de: 'Beendet', fr: 'Terminés', nl: 'Beëindigd', en: 'Ended' },
  'assistants.noneEnded':    { de: 'Noch keine Bestellung wurde beendet.', fr: 'Aucune désignation n’a encore pris fin.', nl: 'Er is nog geen aanstelling beëindigd.', en: 'No appointment has ended yet.' },
  'assistants.name':         { de: 'Name', fr: 'Nom', nl: 'Naam', en: 'Name' },
  'assistants.role':         { de: 'Rolle', fr: 'Rôle', nl: 'Rol', en: 'Role' },
  'assistants.allQualities': { de: 'alle Eigenschaften', fr: 'toutes les qualités', nl: 'alle hoedanigheden', en: 'all qualities' },
  'assistants.appointedBy':  { de: 'Bestellt von', fr: 'Désigné par', nl: 'Aangesteld door', en: 'Appointed by' },
  'assistants.byLaw':        { de: 'gesetzlicher Vertreter', fr: 'représentant légal', nl: 'wettelijke vertegenwoordiger', en: 'legal representative' },
  'assistants.byItself':     { de: 'von selbst', fr: 'automatiquement', nl: 'automatisch', en: 'automatically' },
  'assistants.since':        { de: 'Seit', fr: 'Depuis', nl: 'Sinds', en: 'Since' },
  'assistants.end':          { de: 'Ende', fr: 'Fin', nl: 'Einde', en: 'End' },
  'assistants.endIt':        { de: 'Beenden', fr: 'Mettre fin', nl: 'Beëindigen', en: 'End' },
  'assistants.automatic':    { de: 'automatisches Profil, zählt nicht mit', fr: 'profil automatique, non compté', nl: 'automatisch profiel, telt niet mee', en: 'automatic profile, not counted' },
  'assistants.appoint':      { de: 'Assistenten bestellen', fr: 'Désigner un assistant', nl: 'Een assistent aanstellen', en: 'Appoint an assistant' },
  'assistants.newLead':      { de: 'Die Person muss beim Unternehmen beschäftigt sein oder ihm angehören.', fr: 'La personne doit être occupée par l’entreprise ou en faire partie.', nl: 'De persoon moet bij de onderneming werken of er deel van uitmaken.', en: 'The person must be employed by the enterprise or belong to it.' },
  'assistants.what':         { de: 'Rolle und Eigenschaft', fr: 'Rôle et qualité', nl: 'Rol en hoedanigheid', en: 'Role and quality' },
  'assistants.whatHint':     { de: 'Jede Eigenschaft hat höchstens einen Zugangsverwalter.', fr: 'Chaque qualité a au plus un gestionnaire d’accès.', nl: 'Elke hoedanigheid heeft ten hoogste één toegangsbeheerder.', en: 'Each quality has at most one access manager.' },
  'assistants.endTitle':     { de: 'Bestellung beenden', fr: 'Mettre fin à la désignation', nl: 'Aanstelling beëindigen', en: 'End the appointment' },
  'assistants.endEffect.coMain':    { de: 'Die Person verwaltet sofort nichts mehr im Unternehmen; auch ihre automatischen Profile enden. Was sie getan hat, bleibt.', fr: 'La personne ne gère plus rien dans l’entreprise, immédiatement ; ses profils automatiques prennent fin aussi. Ce qu’elle a fait reste.', nl: 'De persoon beheert onmiddellijk niets meer in de onderneming; ook de automatische profielen eindigen. Wat ze heeft gedaan, blijft.', en: 'The person stops managing anything in the enterprise at once; the automatic profiles end too. What was done stays.' },
  'assistants.endEffect.manager':   { de: 'Die Person verwaltet diese Eigenschaft sofort nicht mehr. Ihre Co-Zugangsverwalter bleiben; neue können erst bestellt werden, wenn es wieder einen Zugangsverwalter gibt.', fr: 'La personne ne gère plus cette qualité, immédiatement. Ses co-gestionnaires d’accès restent ; de nouveaux ne peuvent être désignés que lorsqu’il y a à nouveau un gestionnaire d’accès.', nl: 'De persoon beheert deze hoedanigheid onmiddellijk niet meer. De co-toegangsbeheerders blijven; nieuwe kunnen pas worden aangesteld als er weer een toegangsbeheerder is.', en: 'The person at once no longer manages this quality. The co-access managers stay; new ones can be appointed only when there is an access manager again.' },
  'assistants.endEffect.coManager': { de: 'Die Person hilft sofort nicht mehr, diese Eigenschaft zu verwalten.', fr: 'La personne n’aide plus à gérer cette qualité, immédiatement.', nl: 'De persoon helpt onmiddellijk niet meer deze hoedanigheid te beheren.', en: 'The person at once no longer helps to manage this quality.' },

  'done.assistantEnded':         { de: 'Die Bestellung ist beendet.', fr: 'La désignation a pris fin.', nl: 'De aanstelling is beëindigd.', en: 'The appointment has ended.' },
  'done.assistantKnown':         { de: 'Bestellt. Die Person meldet sich an wie bisher.', fr: 'Désigné. La personne se connecte comme auparavant.', nl: 'Aangesteld. De persoon meldt zich aan zoals voorheen.', en: 'Appointed. The person signs in as before.' },
  'done.assistantByIdentity':    { de: 'Bestellt. Die Person meldet sich mit eID oder itsme an.', fr: 'Désigné. La personne se connecte avec l’eID ou itsme.', nl: 'Aangesteld. De persoon meldt zich aan met eID of itsme.', en: 'Appointed. The person signs in with eID or itsme.' },
  'done.assistantByActivation':  { de: 'Bestellt. Ein Link geht per E-Mail, ein Code per SMS an die Person; eID und itsme gehen auch.', fr: 'Désigné. La personne reçoit un lien par e-mail et un code par SMS ; l’eID et itsme conviennent aussi.', nl: 'Aangesteld. De persoon krijgt een link per e-mail en een code per sms; eID en itsme kunnen ook.', en: 'Appointed. A link goes out by e-mail and a code by SMS; eID and itsme work too.' },
  'done.assistantByProvisional': { de: 'Bestellt. Der Benutzername geht per E-Mail, das erste Kennwort danach per SMS an die Person.', fr: 'Désigné. La personne reçoit son nom d’utilisateur par e-mail, puis son premier mot de passe par SMS.', nl: 'Aangesteld. De persoon krijgt de gebruikersnaam per e-mail, en daarna het eerste wachtwoord per sms.', en: 'Appointed. The user name goes out by e-mail, then the first password by SMS.' },
} as const satisfies Texts
