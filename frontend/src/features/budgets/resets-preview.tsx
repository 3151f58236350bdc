import { Content, List, ListItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Remote } from '../../components/remote.tsx';
import { StateLoading } from '../../components/state-loading.tsx';
import { useFormat } from '../../components/use-format.ts';
import { type BudgetDraft, toPreview } from './budget-draft.ts';
import { usePlace } from './place-context.ts';
import { previewQuery } from './queries.ts';

/** The next five resets of what is being typed, by the reader's clock. */
export function ResetsPreview({ draft }: { draft: BudgetDraft }) {
  const { t } = useTranslation('budgets');
  const format = useFormat();
  const { place } = usePlace();
  const preview = useQuery(previewQuery(place, toPreview(draft)));
  if (draft.period === 'total') return <Content component="p">{t('form.noResets')}</Content>;
  return (
    <section aria-live="polite" aria-label={t('form.resets')}>
      <Content component="p">{t('form.resetsIn', { timeZone: format.timeZone })}</Content>
      <Remote query={preview} loading={<StateLoading />}>
        {({ resets }) => (
          <List isPlain>
            {resets.map((reset) => (
              <ListItem key={reset}>
                <time dateTime={reset}>{format.longDateTime(reset)}</time>
              </ListItem>
            ))}
          </List>
        )}
      </Remote>
    </section>
  );
}
