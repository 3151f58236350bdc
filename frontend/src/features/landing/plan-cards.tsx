import {
  Card,
  CardBody,
  CardTitle,
  Content,
  Grid,
  GridItem,
  List,
  ListItem,
  Skeleton,
  Title,
} from '@patternfly/react-core';
import { CheckIcon } from '@patternfly/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Plan, plansQuery } from '../../api/plans.ts';
import { useSettings } from '../../api/settings.ts';
import { Remote } from '../../components/remote.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { usePlanFacts } from '../../components/use-plan-facts.ts';

function PlanCard({ plan }: { plan: Plan }) {
  const facts = usePlanFacts()(plan);
  return (
    <Card isFullHeight>
      <CardTitle component="h3">{plan.name}</CardTitle>
      <CardBody>
        <Content component="p">
          <SeededText>{plan.description}</SeededText>
        </Content>
        <List isPlain>
          {facts.map((fact) => (
            <ListItem key={fact} icon={<CheckIcon />}>
              {fact}
            </ListItem>
          ))}
        </List>
      </CardBody>
    </Card>
  );
}

const loading = (
  <Grid hasGutter md={6} xl={4}>
    {[1, 2, 3].map((card) => (
      <Skeleton key={card} height="12rem" />
    ))}
  </Grid>
);

/** What each plan gives, from the server's own list; nothing where there are no plans. */
export function PlanCards() {
  const { t } = useTranslation('landing');
  const plans = useQuery(plansQuery);
  const settings = useSettings();
  const first = plans.data?.find(({ id }) => id === settings?.defaultPlanId);
  const startText = first ? t('plans.startsOn', { plan: first.name }) : settings && t('plans.startsWithout');
  if (plans.data?.length === 0) return null;
  return (
    <>
      <Title headingLevel="h2" size="2xl" className="pf-v6-u-mb-xs">
        {t('plans.title')}
      </Title>
      <Content component="p" className="pf-v6-u-mb-lg">
        {startText}
      </Content>
      <Remote query={plans} loading={loading}>
        {(rows) => (
          <Grid hasGutter md={6} xl={4}>
            {rows.map((plan) => (
              <GridItem key={plan.id}>
                <PlanCard plan={plan} />
              </GridItem>
            ))}
          </Grid>
        )}
      </Remote>
    </>
  );
}
