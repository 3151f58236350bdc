import '@patternfly/react-core/dist/styles/base.css';
import '@patternfly/patternfly/utilities/Accessibility/accessibility.css';
import '@patternfly/patternfly/utilities/Alignment/alignment.css';
import '@patternfly/patternfly/utilities/Display/display.css';
import '@patternfly/patternfly/utilities/Sizing/sizing.css';
import '@patternfly/patternfly/utilities/Spacing/spacing.css';
import '@patternfly/patternfly/utilities/Text/text.css';
import { createRoot } from 'react-dom/client';
import { queryClient } from '../api/query-client.ts';
import { sessionQuery } from '../api/session.ts';
import { settingsQuery } from '../api/settings.ts';
import { startI18n } from '../i18n/i18n.ts';
import { App } from './providers.tsx';
import { reloadWhenOutdated } from './reload-when-outdated.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

reloadWhenOutdated();

// Under way while the texts load; pages read the answers from the cache.
void queryClient.prefetchQuery(sessionQuery);
void queryClient.prefetchQuery(settingsQuery);

await startI18n();
createRoot(root).render(<App />);
