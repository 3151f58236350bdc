import { Nav, NavGroup, NavItem, NavList, PageSidebar, PageSidebarBody } from '@patternfly/react-core';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router-dom';
import { useAdminAccess } from '../../api/session.ts';
import { paths } from '../../paths.ts';
import { adminNavigation, navigation, type NavigationItem, type NavigationSection } from '../navigation.tsx';
import { preloadPage } from '../page-route.ts';

// PatternFly hands its links an `href`, the router wants a `to`.
const RouterLink = ({ href = '', ...rest }: ComponentProps<'a'>) => (
  <Link to={href} onPointerEnter={() => preloadPage(href)} onFocus={() => preloadPage(href)} {...rest} />
);

function Items({ items }: { items: NavigationItem[] }) {
  const { t } = useTranslation('common');
  const { pathname } = useLocation();
  const isHere = (to: string) => pathname === to || (to !== paths.admin && pathname.startsWith(`${to}/`));
  return items.map(({ to, labelKey, icon: Icon }) => (
    <NavItem key={to} to={to} itemId={to} isActive={isHere(to)} icon={<Icon />} component={RouterLink}>
      {t(labelKey)}
    </NavItem>
  ));
}

function Section({ titleKey, items }: NavigationSection) {
  const { t } = useTranslation('common');
  if (items.length === 0) return null;
  if (!titleKey) {
    return (
      <NavList>
        <Items items={items} />
      </NavList>
    );
  }
  return (
    <NavGroup title={t(titleKey)}>
      <Items items={items} />
    </NavGroup>
  );
}

/** Navigation beside the pages; the admin section only for those who may open it. */
export function AppSidebar({ isOpen, onSelect }: { isOpen: boolean; onSelect: () => void }) {
  const { t } = useTranslation('common');
  const { canRead } = useAdminAccess();
  const sections = canRead ? [...navigation, adminNavigation] : navigation;
  return (
    <PageSidebar isSidebarOpen={isOpen}>
      <PageSidebarBody>
        <Nav aria-label={t('nav.label')} onSelect={onSelect}>
          {sections.map((section) => (
            <Section key={section.titleKey ?? ''} {...section} />
          ))}
        </Nav>
      </PageSidebarBody>
    </PageSidebar>
  );
}
