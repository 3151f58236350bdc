import '@patternfly/react-styles/css/components/Page/page.css';
import '@patternfly/react-styles/css/layouts/Flex/flex.css';
import {
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadMain,
  SkipToContent,
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
      <MastheadMain style={{ alignSelf: 'center' }}>
        <MastheadBrand>
          <Brand to={paths.root} />
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <div className="pf-v6-l-flex pf-m-nowrap pf-m-gap-xs pf-m-justify-content-flex-end pf-v6-u-w-100">
          <LanguageMenu />
          <ThemeMenu />
          <LinkButton
            to={paths.signIn}
            variant="link"
            className="pf-v6-u-display-none pf-v6-u-display-inline-flex-on-md"
          >
            {t('signIn')}
          </LinkButton>
        </div>
      </MastheadContent>
    </Masthead>
  );
}

/**
 * Frame of the pages before the sign-in. The markup of PatternFly's `Page` and `Flex` without the components: those
 * bring a drawer, a focus trap and long lists of class names along, which the first page has no use for.
 */
export function PublicLayout() {
  const { t } = useTranslation('common');
  return (
    <div className="pf-v6-c-page">
      <SkipToContent href="#content">{t('skipToContent')}</SkipToContent>
      <PublicMasthead />
      <div className="pf-v6-c-page__main-container pf-m-fill">
        <main className="pf-v6-c-page__main" id="content" tabIndex={-1}>
          <RouteProgress />
          <Suspense fallback={<StateLoading />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  );
}
