import {
  ActionList,
  ActionListGroup,
  ActionListItem,
  Content,
  Grid,
  GridItem,
  Title,
} from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useEndpoint, useSettings } from '../../api/settings.ts';
import { CodeSample } from '../../components/code-sample.tsx';
import { anyModelName, demoModelName } from '../../components/code-samples.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { paths } from '../../paths.ts';

/** What it is, the way in, and the call that it comes down to. */
export function LandingHero() {
  const { t } = useTranslation('landing');
  const endpoint = useEndpoint();
  const isDemo = useSettings()?.demo;
  return (
    <Grid hasGutter className="pf-v6-u-py-xl">
      <GridItem span={12} lg={6} className="pf-v6-u-pr-xl-on-lg">
        <Title headingLevel="h1" size="4xl" className="pf-v6-u-mb-md">
          {t('hero.title')}
        </Title>
        <Content component="p" className="pf-v6-u-font-size-lg pf-v6-u-mb-lg">
          {t('hero.body')}
        </Content>
        <ActionList>
          <ActionListGroup>
            <ActionListItem>
              <LinkButton to={paths.signUp} size="lg">
                {t('hero.signUp')}
              </LinkButton>
            </ActionListItem>
            <ActionListItem>
              <LinkButton to={paths.signIn} size="lg" variant="secondary">
                {t('common:signIn')}
              </LinkButton>
            </ActionListItem>
          </ActionListGroup>
        </ActionList>
      </GridItem>
      <GridItem span={12} lg={6}>
        <CodeSample endpoint={endpoint} modelName={isDemo ? demoModelName : anyModelName} />
      </GridItem>
    </Grid>
  );
}
