import { Page, SkipToContent } from '@patternfly/react-core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router-dom';
import { StateLoading } from '../../components/state-loading.tsx';
import { ToastProvider } from '../../components/toast.tsx';
import { AppMasthead } from './app-masthead.tsx';
import { AppSidebar } from './app-sidebar.tsx';
import { RouteProgress } from './route-progress.tsx';

const contentId = 'content';

/** Frame of the pages behind the sign-in. */
export function AppLayout() {
  const { t } = useTranslation('common');
  return (
    <Page
      masthead={<AppMasthead />}
      sidebar={<AppSidebar />}
      isManagedSidebar
      isContentFilled
      mainContainerId={contentId}
      mainTabIndex={-1}
      skipToContent={<SkipToContent href={`#${contentId}`}>{t('skipToContent')}</SkipToContent>}
    >
      <RouteProgress />
      <ToastProvider>
        <Suspense fallback={<StateLoading />}>
          <Outlet />
        </Suspense>
      </ToastProvider>
    </Page>
  );
}
