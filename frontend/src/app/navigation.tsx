import {
  ChartLineIcon,
  ClipboardCheckIcon,
  CogIcon,
  CoinsIcon,
  CommentDotsIcon,
  CubesIcon,
  HeartbeatIcon,
  HistoryIcon,
  HomeIcon,
  KeyIcon,
  PiggyBankIcon,
  PowerOffIcon,
  ServerIcon,
  TachometerAltIcon,
  TagsIcon,
  TicketAltIcon,
  UsersIcon,
} from '@patternfly/react-icons';
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
    titleKey: 'nav.build',
    items: [
      { to: paths.models, labelKey: 'nav.models', icon: CubesIcon },
      { to: paths.playground, labelKey: 'nav.playground', icon: CommentDotsIcon },
      { to: paths.apiKeys, labelKey: 'nav.apiKeys', icon: KeyIcon },
      { to: paths.subscriptions, labelKey: 'nav.subscriptions', icon: TicketAltIcon },
    ],
  },
  {
    titleKey: 'nav.account',
    items: [
      { to: paths.usage, labelKey: 'nav.usage', icon: ChartLineIcon },
      { to: paths.credits, labelKey: 'nav.credits', icon: CoinsIcon },
      { to: paths.budgets, labelKey: 'nav.budgets', icon: PiggyBankIcon },
      { to: paths.settings, labelKey: 'nav.settings', icon: CogIcon },
    ],
  },
];

export const adminNavigation: NavigationSection = {
  titleKey: 'nav.admin',
  items: [
    { to: paths.admin, labelKey: 'nav.adminOverview', icon: TachometerAltIcon },
    { to: paths.adminHealth, labelKey: 'nav.adminHealth', icon: HeartbeatIcon },
    { to: paths.adminUsers, labelKey: 'nav.adminUsers', icon: UsersIcon },
    { to: paths.adminSubscriptions, labelKey: 'nav.adminSubscriptions', icon: ClipboardCheckIcon },
    { to: paths.adminProviders, labelKey: 'nav.adminProviders', icon: ServerIcon },
    { to: paths.adminModels, labelKey: 'nav.adminModels', icon: TagsIcon },
    { to: paths.adminBudgets, labelKey: 'nav.adminBudgets', icon: PiggyBankIcon },
    { to: paths.adminKillSwitches, labelKey: 'nav.adminKillSwitches', icon: PowerOffIcon },
    { to: paths.adminAudit, labelKey: 'nav.adminAudit', icon: HistoryIcon },
  ],
};
