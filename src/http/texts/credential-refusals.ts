/** What people read of the passwords and codes that they choose, whoever they are. */
import type { Texts } from '../language.ts'

const NEW_PASSWORD = {
  de: 'Wählen Sie mindestens 10 Zeichen, davon zwei Ziffern oder Sonderzeichen, und geben Sie sie zweimal ein.',
  fr: 'Choisissez au moins 10 caractères, dont deux chiffres ou caractères spéciaux, et tapez-les deux fois.',
  nl: 'Kies minstens 10 tekens, waarvan twee cijfers of bijzondere tekens, en typ ze tweemaal.',
  en: 'Choose at least 10 characters, two of them digits or special characters, and type them twice.',
}

// biome-ignore format: languages side by side
export const CREDENTIAL_REFUSALS = {
  'refusal.passwordTooShort.cause':                  { de: 'Das Kennwort hat weniger als 10 Zeichen.', fr: 'Le mot de passe compte moins de 10 caractères.', nl: 'Het wachtwoord telt minder dan 10 tekens.', en: 'The password has fewer than 10 characters.' },
  'refusal.passwordTooShort.remedy':                 NEW_PASSWORD,
  'refusal.passwordTooLong.cause':                   { de: 'Das Kennwort hat mehr als {lengthMax} Zeichen.', fr: 'Le mot de passe compte plus de {lengthMax} caractères.', nl: 'Het wachtwoord telt meer dan {lengthMax} tekens.', en: 'The password has more than {lengthMax} characters.' },
  'refusal.passwordTooLong.remedy':                  NEW_PASSWORD,
  'refusal.passwordMissingRequiredCharacters.cause': { de: 'Das Kennwort hat keine zwei Ziffern oder Sonderzeichen.', fr: 'Le mot de passe n’a pas deux chiffres ou caractères spéciaux.', nl: 'Het wachtwoord heeft geen twee cijfers of bijzondere tekens.', en: 'The password has fewer than two digits or special characters.' },
  'refusal.passwordMissingRequiredCharacters.remedy': NEW_PASSWORD,
  'refusal.passwordForbiddenCharacters.cause':       { de: 'Das Kennwort enthält Zeichen, die nicht erlaubt sind.', fr: 'Le mot de passe contient des caractères qui ne sont pas permis.', nl: 'Het wachtwoord bevat tekens die niet zijn toegelaten.', en: 'The password has characters that are not allowed.' },
  'refusal.passwordForbiddenCharacters.remedy':      NEW_PASSWORD,
  'refusal.passwordContainsIdentity.cause':          { de: 'Das Kennwort enthält Ihren Benutzernamen, Ihre E-Mail-Adresse oder Ihre Nationalregisternummer.', fr: 'Le mot de passe contient votre nom d’utilisateur, votre adresse e-mail ou votre numéro de registre national.', nl: 'Het wachtwoord bevat uw gebruikersnaam, e-mailadres of rijksregisternummer.', en: 'The password contains your user name, e-mail address or national number.' },
  'refusal.passwordContainsIdentity.remedy':         NEW_PASSWORD,
  'refusal.passwordTooCommon.cause':                 { de: 'Das Kennwort ist eines, das viele verwenden.', fr: 'Ce mot de passe est utilisé par beaucoup de gens.', nl: 'Dit wachtwoord wordt door veel mensen gebruikt.', en: 'The password is one that many people use.' },
  'refusal.passwordTooCommon.remedy':                NEW_PASSWORD,
  'refusal.passwordConfirmationMismatch.cause':      { de: 'Die beiden Kennwörter sind nicht gleich.', fr: 'Les deux mots de passe ne sont pas identiques.', nl: 'De twee wachtwoorden zijn niet gelijk.', en: 'The two passwords are not the same.' },
  'refusal.passwordConfirmationMismatch.remedy':     NEW_PASSWORD,
  'refusal.passwordReused.cause':                    { de: 'Dieses Kennwort hatten Sie schon einmal.', fr: 'Vous avez déjà utilisé ce mot de passe.', nl: 'U hebt dit wachtwoord al eens gebruikt.', en: 'The password was used before.' },
  'refusal.passwordReused.remedy':                   NEW_PASSWORD,
  'refusal.passwordChangedMeanwhile.cause':          { de: 'Das Kennwort wurde gleichzeitig an anderer Stelle geändert.', fr: 'Le mot de passe a été modifié au même moment.', nl: 'Het wachtwoord werd tegelijk elders gewijzigd.', en: 'The password was changed at the same time.' },
  'refusal.passwordChangedMeanwhile.remedy':         { de: 'Laden Sie die Seite neu, und sehen Sie, ob es noch zu ändern ist.', fr: 'Rechargez la page, et voyez s’il faut encore le changer.', nl: 'Laad de pagina opnieuw en kijk of het nog moet worden gewijzigd.', en: 'Reload the page, and see whether it is still to be changed.' },
  'refusal.codeAppNotBegun.cause':   { de: 'Diese Einrichtung der App ist vorbei.', fr: 'Cette installation de l’application est terminée.', nl: 'Deze instelling van de app is voorbij.', en: 'This set-up of the app is over.' },
  'refusal.codeAppNotBegun.remedy':  { de: 'Beginnen Sie von vorn, und nehmen Sie das neue Bild.', fr: 'Recommencez, avec la nouvelle image.', nl: 'Begin opnieuw, met de nieuwe afbeelding.', en: 'Begin it again, and use the new picture.' },
  'refusal.codeAppWrongCode.cause':  { de: 'Das ist nicht der Code, den die App jetzt anzeigt.', fr: 'Ce n’est pas le code que l’application affiche maintenant.', nl: 'Dit is niet de code die de app nu toont.', en: 'This is not the code that the app shows now.' },
  'refusal.codeAppWrongCode.remedy': { de: 'Geben Sie den Code ein, der in diesem Augenblick zu sehen ist, und prüfen Sie, ob die Uhr des Telefons stimmt.', fr: 'Tapez le code affiché à cet instant, et vérifiez que l’heure du téléphone est exacte.', nl: 'Typ de code die op dit ogenblik te zien is, en controleer of de klok van de telefoon juist staat.', en: 'Type the code that is shown at this moment, and see that the clock of the telephone is right.' },
  'refusal.noSuchSession.cause':  { de: 'Diese Sitzung gibt es nicht mehr.', fr: 'Cette session n’existe plus.', nl: 'Deze sessie bestaat niet meer.', en: 'This session is not there.' },
  'refusal.noSuchSession.remedy': { de: 'Sie ist schon zu Ende; laden Sie die Liste neu.', fr: 'Elle est déjà terminée ; rechargez la liste.', nl: 'Ze is al beëindigd; laad de lijst opnieuw.', en: 'It has ended already; reload the list.' },
  'refusal.tooManyFailures.cause': {
    de: 'Zu viele Anmeldungen sind misslungen.',
    fr: 'Trop de tentatives de connexion ont échoué.',
    nl: 'Te veel aanmeldingen zijn mislukt.',
    en: 'Too many sign-ins have failed.',
  },
  'refusal.tooManyFailures.remedy': {
    de: 'Warten Sie {seconds, plural, one {eine Sekunde} other {# Sekunden}}, und versuchen Sie es dann noch einmal.',
    fr: 'Attendez {seconds, plural, one {une seconde} other {# secondes}}, puis réessayez.',
    nl: 'Wacht {seconds, plural, one {één seconde} other {# seconden}} en probeer het dan opnieuw.',
    en: 'Wait {seconds, plural, one {one second} other {# seconds}}, then try again.',
  },
  'refusal.attemptOver.cause': {
    de: 'Diese Anmeldung wurde nicht rechtzeitig beendet.',
    fr: 'Cette connexion n’a pas été terminée à temps.',
    nl: 'Deze aanmelding werd niet op tijd afgerond.',
    en: 'This sign-in was not finished in time.',
  },
  'refusal.attemptOver.remedy': { de: 'Beginnen Sie von vorn.', fr: 'Recommencez.', nl: 'Begin opnieuw.', en: 'Begin it again.' },
} as const satisfies Texts
