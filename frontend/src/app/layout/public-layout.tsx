import {
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadMain,
  Page,
  SkipToContent,
  Toolbar,
  ToolbarContent,
  ToolbarGroup,
  ToolbarItem,
} from '@patternfly/react-core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router-dom';
import { LinkButton } from '../../components/link-button.tsx';
import { StateLoading } from '../../components/state-loading.tsx';
import { paths } from '../../paths.ts';
import { Brand } from './brand.tsx';
import { LanguageMenu } from './language-menu.tsx';
import { RouteProgress } from './route-progress.tsx';
import { ThemeMenu } from './theme-menu.tsx';

function PublicMasthead() {
  const { t } = useTranslation('common');
  return (
    <Masthead display={{ default: 'inline' }}>
      <MastheadMain>
        <MastheadBrand>
          <Brand to={paths.root} />
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <Toolbar isStatic>
          <ToolbarContent>
            <ToolbarGroup variant="action-group-plain" align={{ default: 'alignEnd' }}>
              <ToolbarItem>
                <LanguageMenu />
              </ToolbarItem>
              <ToolbarItem>
                <ThemeMenu />
              </ToolbarItem>
              <ToolbarItem visibility={{ default: 'hidden', md: 'visible' }}>
                <LinkButton to={paths.signIn} variant="link">
                  {t('signIn')}
                </LinkButton>
              </ToolbarItem>
            </ToolbarGroup>
          </ToolbarContent>
        </Toolbar>
      </MastheadContent>
    </Masthead>
  );
}

/** Frame of the pages before the sign-in. */
export function PublicLayout() {
  const { t } = useTranslation('common');
  return (
    <Page
      masthead={<PublicMasthead />}
      isContentFilled
      mainContainerId="content"
      mainTabIndex={-1}
      skipToContent={<SkipToContent href="#content">{t('skipToContent')}</SkipToContent>}
    >
      <RouteProgress />
      <Suspense fallback={<StateLoading />}>
        <Outlet />
      </Suspense>
    </Page>
  );
}
