import { CogIcon, HomeIcon } from '@patternfly/react-icons';
import type { ComponentType } from 'react';
import { paths } from '../paths.ts';

export type NavigationItem = { to: string; labelKey: string; icon: ComponentType };
export type NavigationSection = { titleKey: string | null; items: NavigationItem[] };

// One line per page. Labels are keys of the `common` namespace.
export const navigation: NavigationSection[] = [
  {
    titleKey: null,
    items: [{ to: paths.home, labelKey: 'nav.home', icon: HomeIcon }],
  },
  {
    titleKey: 'nav.account',
    items: [{ to: paths.settings, labelKey: 'nav.settings', icon: CogIcon }],
  },
];

export const adminNavigation: NavigationSection = { titleKey: 'nav.admin', items: [] };
