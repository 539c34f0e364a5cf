import type { MessageTexts } from '../texts.ts'

const RESET: MessageTexts = {
  de: {
    subject: 'Ihr Kennwort wurde neu gesetzt',
    text: 'Guten Tag\n\nEin Zugangsverwalter hat Ihnen ein neues Kennwort gegeben. Er teilt es Ihnen mit; Sie ändern es bei der nächsten Anmeldung. Wissen Sie nichts davon, so wenden Sie sich an Ihren Zugangsverwalter.\n',
  },
  fr: {
    subject: 'Votre mot de passe a été réinitialisé',
    text: 'Bonjour,\n\nUn gestionnaire d’accès vous a donné un nouveau mot de passe. Il vous le communique ; vous le changez à la prochaine connexion. Si vous n’en savez rien, adressez-vous à votre gestionnaire d’accès.\n',
  },
  nl: {
    subject: 'Uw wachtwoord werd opnieuw ingesteld',
    text: 'Goedendag\n\nEen toegangsbeheerder heeft u een nieuw wachtwoord gegeven. Hij deelt het u mee; u wijzigt het bij de volgende aanmelding. Weet u hier niets van, neem dan contact op met uw toegangsbeheerder.\n',
  },
  en: {
    subject: 'Your password was reset',
    text: 'Good day\n\nAn access manager has given you a new password. You are told it by that person, and change it when you next sign in. If you know nothing of this, contact your access manager.\n',
  },
}

const CHANGED: MessageTexts = {
  de: {
    subject: 'Ihr Kennwort wurde geändert',
    text: 'Guten Tag\n\nIhr Kennwort wurde geändert. Waren Sie das nicht, so wenden Sie sich sofort an Ihren Zugangsverwalter.\n',
  },
  fr: {
    subject: 'Votre mot de passe a été modifié',
    text: 'Bonjour,\n\nVotre mot de passe a été modifié. Si ce n’était pas vous, adressez-vous immédiatement à votre gestionnaire d’accès.\n',
  },
  nl: {
    subject: 'Uw wachtwoord werd gewijzigd',
    text: 'Goedendag\n\nUw wachtwoord werd gewijzigd. Was u dat niet, neem dan onmiddellijk contact op met uw toegangsbeheerder.\n',
  },
  en: {
    subject: 'Your password was changed',
    text: 'Good day\n\nYour password was changed. If that was not you, contact your access manager at once.\n',
  },
}

const CODE_APP: MessageTexts = {
  de: {
    subject: 'Eine App für Codes wurde eingerichtet',
    text: 'Guten Tag\n\nFür Ihren Zugang wurde eine App eingerichtet, die Codes zur Anmeldung gibt. Waren Sie das nicht, so wenden Sie sich sofort an Ihren Zugangsverwalter.\n',
  },
  fr: {
    subject: 'Une application de codes a été configurée',
    text: 'Bonjour,\n\nUne application qui donne des codes de connexion a été configurée pour votre accès. Si ce n’était pas vous, adressez-vous immédiatement à votre gestionnaire d’accès.\n',
  },
  nl: {
    subject: 'Een app voor codes werd ingesteld',
    text: 'Goedendag\n\nVoor uw toegang werd een app ingesteld die codes geeft om aan te melden. Was u dat niet, neem dan onmiddellijk contact op met uw toegangsbeheerder.\n',
  },
  en: {
    subject: 'An app for codes was set up',
    text: 'Good day\n\nAn app that gives codes for signing in was set up for your access. If that was not you, contact your access manager at once.\n',
  },
}

const CODE_APP_REMOVED: MessageTexts = {
  de: {
    subject: 'Die App für Codes wurde entfernt',
    text: 'Guten Tag\n\nFür Ihren Zugang gibt es keine App für Codes mehr. Waren Sie das nicht, so wenden Sie sich sofort an Ihren Zugangsverwalter.\n',
  },
  fr: {
    subject: 'L’application de codes a été supprimée',
    text: 'Bonjour,\n\nIl n’y a plus d’application de codes pour votre accès. Si ce n’était pas vous, adressez-vous immédiatement à votre gestionnaire d’accès.\n',
  },
  nl: {
    subject: 'De app voor codes werd verwijderd',
    text: 'Goedendag\n\nVoor uw toegang is er geen app voor codes meer. Was u dat niet, neem dan onmiddellijk contact op met uw toegangsbeheerder.\n',
  },
  en: {
    subject: 'The app for codes was removed',
    text: 'Good day\n\nThere is no app for codes any more for your access. If that was not you, contact your access manager at once.\n',
  },
}

const RECOVERY_CODES: MessageTexts = {
  de: {
    subject: 'Sie haben neue Notfallcodes',
    text: 'Guten Tag\n\nFür Ihren Zugang wurden neue Notfallcodes erstellt; die früheren gelten nicht mehr. Waren Sie das nicht, so wenden Sie sich sofort an Ihren Zugangsverwalter.\n',
  },
  fr: {
    subject: 'Vous avez de nouveaux codes de secours',
    text: 'Bonjour,\n\nDe nouveaux codes de secours ont été créés pour votre accès ; les précédents ne sont plus valables. Si ce n’était pas vous, adressez-vous immédiatement à votre gestionnaire d’accès.\n',
  },
  nl: {
    subject: 'U hebt nieuwe noodcodes',
    text: 'Goedendag\n\nVoor uw toegang werden nieuwe noodcodes gemaakt; de vorige gelden niet meer. Was u dat niet, neem dan onmiddellijk contact op met uw toegangsbeheerder.\n',
  },
  en: {
    subject: 'You have new recovery codes',
    text: 'Good day\n\nNew recovery codes were made for your access; the former ones no longer hold. If that was not you, contact your access manager at once.\n',
  },
}

const RECOVERY_CODE_USED: MessageTexts = {
  de: {
    subject: 'Ein Notfallcode wurde verwendet',
    text: 'Guten Tag\n\nMit einem Ihrer Notfallcodes wurde eine Anmeldung bestätigt; er gilt nicht mehr. Waren Sie das nicht, so erneuern Sie Ihre Notfallcodes im Profil, ändern Sie Ihr Kennwort und wenden Sie sich sofort an Ihren Zugangsverwalter.\n',
  },
  fr: {
    subject: 'Un code de secours a été utilisé',
    text: 'Bonjour,\n\nUne connexion a été confirmée avec l’un de vos codes de secours ; il n’est plus valable. Si ce n’était pas vous, renouvelez vos codes de secours dans votre profil, changez votre mot de passe et adressez-vous immédiatement à votre gestionnaire d’accès.\n',
  },
  nl: {
    subject: 'Een noodcode werd gebruikt',
    text: 'Goedendag\n\nEen aanmelding werd bevestigd met een van uw noodcodes; die geldt niet meer. Was u dat niet, vernieuw dan uw noodcodes in uw profiel, wijzig uw wachtwoord en neem onmiddellijk contact op met uw toegangsbeheerder.\n',
  },
  en: {
    subject: 'A recovery code was used',
    text: 'Good day\n\nA sign-in was confirmed with one of your recovery codes, which no longer holds. If that was not you, renew your recovery codes in your profile, change your password, and contact your access manager at once.\n',
  },
}

const RIGHTS: MessageTexts = {
  de: {
    subject: 'Ihre Rechte haben sich geändert',
    text: 'Guten Tag\n\nIhre Rechte in der Zugangsverwaltung haben sich geändert. Melden Sie sich an, um sie zu sehen.\n',
  },
  fr: {
    subject: 'Vos droits ont changé',
    text: 'Bonjour,\n\nVos droits dans la gestion des accès ont changé. Connectez-vous pour les voir.\n',
  },
  nl: {
    subject: 'Uw rechten zijn gewijzigd',
    text: 'Goedendag\n\nUw rechten in het toegangsbeheer zijn gewijzigd. Meld u aan om ze te zien.\n',
  },
  en: {
    subject: 'Your rights have changed',
    text: 'Good day\n\nYour rights in the access management have changed. Sign in to see them.\n',
  },
}

const REACH: MessageTexts = {
  de: {
    subject: 'Ihre Adresse wurde geändert',
    text: 'Guten Tag\n\nIn Ihrem Profil der Zugangsverwaltung wurden die E-Mail-Adresse oder das Mobiltelefon geändert. Nachrichten gehen von jetzt an dorthin. Waren Sie das nicht, so wenden Sie sich sofort an Ihren Zugangsverwalter.\n',
  },
  fr: {
    subject: 'Votre adresse a été modifiée',
    text: 'Bonjour,\n\nL’adresse e-mail ou le téléphone mobile de votre profil dans la gestion des accès ont été modifiés. Les messages y sont désormais envoyés. Si ce n’était pas vous, adressez-vous immédiatement à votre gestionnaire d’accès.\n',
  },
  nl: {
    subject: 'Uw adres werd gewijzigd',
    text: 'Goedendag\n\nIn uw profiel van het toegangsbeheer werden het e-mailadres of de mobiele telefoon gewijzigd. Berichten gaan voortaan daarheen. Was u dat niet, neem dan onmiddellijk contact op met uw toegangsbeheerder.\n',
  },
  en: {
    subject: 'Your address was changed',
    text: 'Good day\n\nThe e-mail address or the mobile telephone of your profile in the access management was changed. Messages go there from now on. If that was not you, contact your access manager at once.\n',
  },
}

/** What was done to a person's account: that it was, and what to do when it should not have been. */
export const ACCOUNT_TEXTS = {
  'password.reset': RESET,
  'password.changed': CHANGED,
  'codeApp.confirmed': CODE_APP,
  'codeApp.removed': CODE_APP_REMOVED,
  'recoveryCodes.renewed': RECOVERY_CODES,
  'recoveryCode.used': RECOVERY_CODE_USED,
  'rights.changed': RIGHTS,
  'reach.changed': REACH,
}
