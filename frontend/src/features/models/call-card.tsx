import { Card, CardBody, CardTitle, Content, Flex, FlexItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useEndpoint } from '../../api/settings.ts';
import { CodeChoice } from '../../components/code-choice.tsx';
import { chatSamples } from '../../components/code-samples.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { paths } from '../../paths.ts';
import { embeddingSamples } from './embedding-samples.ts';
import type { Model } from './queries.ts';

/** The call to this model, ready to paste, and where its API key comes from. */
export function CallCard({ model, isActive }: { model: Model; isActive: boolean }) {
  const { t } = useTranslation('models');
  const endpoint = useEndpoint();
  const isEmbedder = model.capabilities.includes('embeddings') && !model.capabilities.includes('chat');
  const samples = isEmbedder ? embeddingSamples : chatSamples;
  return (
    <Card>
      <CardTitle component="h2">{t('model.call')}</CardTitle>
      <CardBody>
        <Content component="p">{isActive ? t('model.callBody') : t('model.callBodyNoAccess')}</Content>
        <CodeChoice samples={samples({ endpoint, modelName: model.name })} />
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
