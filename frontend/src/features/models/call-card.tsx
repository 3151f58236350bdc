import {
  Card,
  CardBody,
  CardTitle,
  Content,
  Flex,
  FlexItem,
  Stack,
  StackItem,
  Title,
} from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useEndpoint } from '../../api/settings.ts';
import { CodeChoice } from '../../components/code-choice.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { useCapabilityWords } from '../../components/use-capability-words.ts';
import { paths } from '../../paths.ts';
import { modelSamples } from './model-samples.ts';
import type { Model } from './queries.ts';

/** The call to this model, ready to paste, and where its API key comes from. */
export function CallCard({ model, isActive }: { model: Model; isActive: boolean }) {
  const { t } = useTranslation('models');
  const endpoint = useEndpoint();
  const wordOf = useCapabilityWords();
  const calls = modelSamples(model, endpoint);
  return (
    <Card>
      <CardTitle component="h2">{t('model.call')}</CardTitle>
      <CardBody>
        <Content component="p">{isActive ? t('model.callBody') : t('model.callBodyNoAccess')}</Content>
        <Stack hasGutter>
          {calls.map(({ capability, samples }) => (
            <StackItem key={capability}>
              {calls.length > 1 && (
                <Title headingLevel="h3" size="md" className="pf-v6-u-mb-sm">
                  {wordOf(capability)}
                </Title>
              )}
              <CodeChoice samples={samples} />
            </StackItem>
          ))}
        </Stack>
        <Flex className="pf-v6-u-mt-md">
          <FlexItem>
            <LinkButton variant="link" isInline to={paths.apiKeys}>
              {t('model.toKeys')}
            </LinkButton>
          </FlexItem>
        </Flex>
      </CardBody>
    </Card>
  );
}
