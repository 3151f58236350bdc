import { Spinner } from '@patternfly/react-core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ScrollRestoration, useLocation, useNavigation } from 'react-router-dom';

/** Says that a page is on its way, and moves the focus to it once it is there. */
export function RouteProgress() {
  const { t } = useTranslation('common');
  const { pathname } = useLocation();
  const loading = useNavigation().state !== 'idle';
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    document.getElementById('content')?.focus();
  }, [pathname]);
  return (
    <>
      <ScrollRestoration />
      {loading && <Spinner size="md" aria-label={t('loading')} className="pf-v6-u-m-md" />}
    </>
  );
}
