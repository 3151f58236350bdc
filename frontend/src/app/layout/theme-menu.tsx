import { AdjustIcon, MoonIcon, SunIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import { useSession, useUpdateProfile } from '../../api/session.ts';
import { setTheme, type Theme, themes, useTheme } from '../../theme/theme.ts';
import { LateChoiceMenu } from './late-choice-menu.tsx';

const icons = { light: <SunIcon />, dark: <MoonIcon />, system: <AdjustIcon /> };
const labelKeys = { light: 'theme.light', dark: 'theme.dark', system: 'theme.system' } as const;

/** Light, dark or as the system; stored in the profile when signed in. */
export function ThemeMenu() {
  const { t } = useTranslation('common');
  const { data: user } = useSession();
  const updateProfile = useUpdateProfile();
  const theme = useTheme();
  const change = (next: Theme) => {
    setTheme(next);
    if (user) updateProfile.mutate({ theme: next });
  };
  const options = themes.map((value) => ({ value, label: t(labelKeys[value]) }));
  return (
    <LateChoiceMenu
      label={t('theme.label')}
      icon={icons[theme]}
      value={theme}
      options={options}
      onChange={change}
    />
  );
}
