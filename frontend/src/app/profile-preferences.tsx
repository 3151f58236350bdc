import { useEffect } from 'react';
import { useSession } from '../api/session.ts';
import { setLanguage } from '../i18n/i18n.ts';
import { setTheme } from '../theme/theme.ts';

/** Gives the signed-in user their own language and theme, on whatever browser they sign in. */
export function ProfilePreferences() {
  const { data: user } = useSession();
  const locale = user?.locale;
  const theme = user?.theme;
  useEffect(() => {
    if (locale) void setLanguage(locale);
  }, [locale]);
  useEffect(() => {
    if (theme) setTheme(theme);
  }, [theme]);
  return null;
}
