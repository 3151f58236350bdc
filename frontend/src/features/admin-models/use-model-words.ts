import { useTranslation } from 'react-i18next';
import type { AdminModel } from './queries.ts';

export const visibilities = ['listed', 'restricted', 'hidden'] as const;
export const classes = ['small', 'medium', 'large'] as const;

const visibilityKeys = {
  listed: 'visibility.listed',
  restricted: 'visibility.restricted',
  hidden: 'visibility.hidden',
} as const;
const aboutKeys = {
  listed: 'visibility.aboutListed',
  restricted: 'visibility.aboutRestricted',
  hidden: 'visibility.aboutHidden',
} as const;
const classKeys = { small: 'class.small', medium: 'class.medium', large: 'class.large' } as const;

/** The catalogue's words in the reader's language. */
export function useModelWords() {
  const { t } = useTranslation('admin-models');
  return {
    visibility: (name: AdminModel['visibility']) => t(visibilityKeys[name]),
    aboutVisibility: (name: AdminModel['visibility']) => t(aboutKeys[name]),
    class: (name: AdminModel['class']) => (name ? t(classKeys[name]) : t('common:notAvailable')),
  };
}
