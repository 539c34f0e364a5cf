/** A person's own record. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const PROFILE = {
  'profile.title':  { de: 'Mein Profil', fr: 'Mon profil', nl: 'Mijn profiel', en: 'My profile' },
  'profile.roles':  { de: 'Rollen', fr: 'Rôles', nl: 'Rollen', en: 'Roles' },
  'profile.noRole': { de: 'Sie haben zurzeit keine Rolle.', fr: 'Vous n’avez aucun rôle pour le moment.', nl: 'U hebt momenteel geen rol.', en: 'You hold no role at present.' },
  'profile.data':   { de: 'Meine Daten', fr: 'Mes données', nl: 'Mijn gegevens', en: 'My data' },
  'profile.mobilePhoneHint': { de: 'Mit Landesvorwahl, wie +32 470 00 00 00.', fr: 'Avec l’indicatif du pays, comme +32 470 00 00 00.', nl: 'Met landnummer, zoals +32 470 00 00 00.', en: 'With the country code, as +32 470 00 00 00.' },

  'profile.proofs':        { de: 'Anmeldung', fr: 'Connexion', nl: 'Aanmelding', en: 'Signing in' },
  'profile.passwordLead':  { de: 'Alle anderen Sitzungen enden damit.', fr: 'Toutes les autres sessions se terminent alors.', nl: 'Alle andere sessies worden daarmee beëindigd.', en: 'All other sessions end with it.' },
  'profile.passwordMust':  { de: 'Ihr Kennwort wurde von jemand anderem gesetzt. Wählen Sie zuerst ein eigenes; vorher geht es nicht weiter.', fr: 'Votre mot de passe a été défini par quelqu’un d’autre. Choisissez d’abord le vôtre pour continuer.', nl: 'Uw wachtwoord werd door iemand anders ingesteld. Kies eerst een eigen wachtwoord; pas daarna kunt u verder.', en: 'Your password was set by somebody else. Choose one of your own first; nothing else can be done before.' },
  'profile.oldPassword':   { de: 'Bisheriges Kennwort', fr: 'Mot de passe actuel', nl: 'Huidig wachtwoord', en: 'Present password' },
  'profile.codeApp':       { de: 'App für Codes', fr: 'Application de codes', nl: 'App voor codes', en: 'App for codes' },
  'profile.codeAppInUse':  { de: 'In Gebrauch; {left, plural, =0 {kein Notfallcode} one {ein Notfallcode} other {# Notfallcodes}} übrig', fr: 'Utilisée ; {left, plural, =0 {aucun code de secours restant} one {un code de secours restant} other {# codes de secours restants}}', nl: 'In gebruik; {left, plural, =0 {geen noodcodes} one {één noodcode} other {# noodcodes}} over', en: 'In use; {left, plural, =0 {no recovery code} one {one recovery code} other {# recovery codes}} left' },
  'profile.noApp':         { de: 'Sie haben noch keine App. Mit ihr weisen Sie sich sicherer aus als mit dem Kennwort allein.', fr: 'Vous n’avez pas encore d’application. Avec elle, vous vous identifiez plus sûrement qu’avec le mot de passe seul.', nl: 'U hebt nog geen app. Daarmee bewijst u veiliger wie u bent dan met het wachtwoord alleen.', en: 'You have no app yet. With one you prove who you are more safely than with the password alone.' },
  'profile.replaceApp':    { de: 'Andere App einrichten', fr: 'Installer une autre application', nl: 'Andere app instellen', en: 'Set up another app' },
  'profile.limitedProofs': { de: 'Kennwort und App öffnen nur die Unternehmen, über die Sie sie bekommen haben. Sollen sie alles öffnen, melden Sie sich mit eID, itsme oder CSAM an und wählen Sie beide neu.', fr: 'Le mot de passe et l’application n’ouvrent que les entreprises par lesquelles vous les avez reçus. Pour qu’ils ouvrent tout, connectez-vous avec l’eID, itsme ou CSAM et choisissez-les à nouveau.', nl: 'Wachtwoord en app openen alleen de ondernemingen via welke u ze hebt gekregen. Om er alles mee te openen, meldt u zich aan met eID, itsme of CSAM en kiest u beide opnieuw.', en: 'Password and app open only the enterprises through which you got them. To open everything with them, sign in with eID, itsme or CSAM and choose both anew.' },
  'profile.newCodes':      { de: 'Neue Notfallcodes', fr: 'Nouveaux codes de secours', nl: 'Nieuwe noodcodes', en: 'New recovery codes' },
  'profile.removeApp':     { de: 'App entfernen', fr: 'Supprimer l’application', nl: 'App verwijderen', en: 'Remove the app' },
  'profile.removeAppEffect': { de: 'Neue Notfallcodes ersetzen die alten. Das Entfernen macht auch sie ungültig und beendet Ihre anderen Sitzungen.', fr: 'De nouveaux codes de secours remplacent les anciens. La suppression les annule aussi et termine vos autres sessions.', nl: 'Nieuwe noodcodes vervangen de oude. Verwijderen maakt ook die ongeldig en beëindigt uw andere sessies.', en: 'New recovery codes replace the old ones. Removing the app voids them too, and ends your other sessions.' },

  'method.eid':         { de: 'eID', fr: 'eID', nl: 'eID', en: 'eID' },
  'method.itsme':       { de: 'itsme', fr: 'itsme', nl: 'itsme', en: 'itsme' },
  'method.fas':         { de: 'CSAM', fr: 'CSAM', nl: 'CSAM', en: 'CSAM' },
  'method.totp':        { de: 'Kennwort und App', fr: 'mot de passe et application', nl: 'wachtwoord en app', en: 'password and app' },
  'method.password':    { de: 'Kennwort', fr: 'mot de passe', nl: 'wachtwoord', en: 'password' },
  'method.provisional': { de: 'vorläufiges Kennwort', fr: 'mot de passe provisoire', nl: 'voorlopig wachtwoord', en: 'provisional password' },

  'done.passwordChanged': { de: 'Ihr Kennwort ist geändert; alle anderen Sitzungen sind beendet.', fr: 'Votre mot de passe est modifié ; toutes les autres sessions sont terminées.', nl: 'Uw wachtwoord is gewijzigd; alle andere sessies zijn beëindigd.', en: 'Your password is changed; all other sessions have ended.' },
  'done.codeAppRemoved':  { de: 'Die App ist entfernt.', fr: 'L’application est supprimée.', nl: 'De app is verwijderd.', en: 'The app is removed.' },
  'done.sessionEnded':    { de: 'Die Sitzung ist beendet.', fr: 'La session est terminée.', nl: 'De sessie is beëindigd.', en: 'The session has ended.' },

  'refusal.contactNeeded.cause':  { de: 'Ohne Nationalregisternummer braucht es E-Mail und Mobiltelefon.', fr: 'Sans numéro de registre national, l’e-mail et le GSM sont nécessaires.', nl: 'Zonder rijksregisternummer zijn e-mail en gsm nodig.', en: 'Without a national number, e-mail and mobile telephone are needed.' },
  'refusal.contactNeeded.remedy': { de: 'Geben Sie beides an: Neue Codes erreichen Sie auf keinem anderen Weg.', fr: 'Indiquez les deux : de nouveaux codes ne peuvent vous parvenir autrement.', nl: 'Geef beide op: nieuwe codes kunnen u op geen andere manier bereiken.', en: 'Give both: new codes can reach you in no other way.' },
  'refusal.accountUnknown.cause':  { de: 'Dieses Konto gibt es nicht.', fr: 'Ce compte n’existe pas.', nl: 'Deze account bestaat niet.', en: 'There is no such account.' },
  'refusal.accountUnknown.remedy': { de: 'Melden Sie sich noch einmal an.', fr: 'Connectez-vous à nouveau.', nl: 'Meld u opnieuw aan.', en: 'Sign in again.' },
} as const satisfies Texts
