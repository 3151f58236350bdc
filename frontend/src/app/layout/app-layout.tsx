import { Page, SkipToContent } from '@patternfly/react-core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router-dom';
import { StateLoading } from '../../components/state-loading.tsx';
import { ToastProvider, Toasts } from '../../components/toast.tsx';
import { AppMasthead } from './app-masthead.tsx';
import { AppSidebar } from './app-sidebar.tsx';
import { RouteProgress } from './route-progress.tsx';
import { StoppedBanner } from './stopped-banner.tsx';
import { useSidebar } from './use-sidebar.ts';

const contentId = 'content';

/** Frame of the pages behind the sign-in. */
export function AppLayout() {
  const { t } = useTranslation('common');
  const sidebar = useSidebar();
  return (
    <ToastProvider>
      <Page
        masthead={<AppMasthead isSidebarOpen={sidebar.isOpen} onSidebarToggle={sidebar.toggle} />}
        sidebar={<AppSidebar isOpen={sidebar.isOpen} onSelect={sidebar.afterNavigation} />}
        onPageResize={(_, size: { mobileView: boolean }) => sidebar.fitTo(size)}
        isContentFilled
        mainContainerId={contentId}
        mainTabIndex={-1}
        skipToContent={<SkipToContent href={`#${contentId}`}>{t('skipToContent')}</SkipToContent>}
      >
        <RouteProgress />
        <StoppedBanner />
        <Suspense fallback={<StateLoading />}>
          <Outlet />
        </Suspense>
        <Toasts />
      </Page>
    </ToastProvider>
  );
}
