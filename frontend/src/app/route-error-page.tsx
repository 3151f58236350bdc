import { PageSection } from '@patternfly/react-core';
import { useRouteError } from 'react-router-dom';
import { StateError } from '../components/state-error.tsx';

/** What a page shows when its code fails to load or to run; the frame around it stays. */
export default function RouteErrorPage() {
  const error = useRouteError();
  return (
    <PageSection>
      <StateError error={error} onRetry={() => window.location.reload()} />
    </PageSection>
  );
}
