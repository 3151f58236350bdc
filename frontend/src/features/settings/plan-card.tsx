import { Card, CardBody, CardTitle, Content, List, ListItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { useAccountPlan } from '../../api/plans.ts';
import { usePlanFacts } from '../../components/use-plan-facts.ts';

/** The plan of the account and its limits, or that it has none. */
export function PlanCard() {
  const { t } = useTranslation('settings');
  const factsOf = usePlanFacts();
  const plan = useAccountPlan(useAccountId());
  if (plan === undefined) return null;
  return (
    <Card isFullHeight>
      <CardTitle component="h2">
        {plan ? t('common:plan.named', { name: plan.name }) : t('common:plan.none')}
      </CardTitle>
      <CardBody>
        {plan ? (
          <>
            <List>
              {factsOf(plan).map((fact) => (
                <ListItem key={fact}>{fact}</ListItem>
              ))}
            </List>
            <Content component="p" className="pf-v6-u-mt-md">
              {t('plan.shared')}
            </Content>
          </>
        ) : (
          <Content component="p">{t('common:plan.noneAbout')}</Content>
        )}
        <Content component="p">{t('plan.byAdmin')}</Content>
      </CardBody>
    </Card>
  );
}
