import { GlobeIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import { useSession, useUpdateProfile } from '../../api/session.ts';
import { setLanguage } from '../../i18n/i18n.ts';
import { type Language, languages, toLanguage } from '../../i18n/languages.ts';
import { LateChoiceMenu } from './late-choice-menu.tsx';

const options = languages.map(({ code, name }) => ({ value: code, label: name, lang: code }));

/** Language of the portal; stored in the profile when signed in. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation('common');
  const { data: user } = useSession();
  const updateProfile = useUpdateProfile();
  const change = (locale: Language) => {
    void setLanguage(locale);
    if (user) updateProfile.mutate({ locale });
  };
  const value = toLanguage(i18n.language) ?? 'en';
  return (
    <LateChoiceMenu label={t('language')} icon={<GlobeIcon />} {...{ options, value }} onChange={change} />
  );
}
