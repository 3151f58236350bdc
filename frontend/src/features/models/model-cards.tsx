import {
  Card,
  CardBody,
  CardFooter,
  CardTitle,
  Content,
  Gallery,
  GalleryItem,
  Skeleton,
  Stack,
  StackItem,
} from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Remote } from '../../components/remote.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { paths } from '../../paths.ts';
import { ModelAccess } from './model-access.tsx';
import { CapabilityLabels, KindLabels } from './model-labels.tsx';
import { ModelsEmpty } from './models-empty.tsx';
import { PriceLines } from './price-lines.tsx';
import type { Model } from './queries.ts';
import type { ModelsPage } from './use-models-page.ts';

type Props = { page: ModelsPage; onSubscribe: (model: Model) => void };

const loading = (
  <Gallery hasGutter>
    {[1, 2, 3, 4].map((card) => (
      <Skeleton key={card} height="14rem" />
    ))}
  </Gallery>
);

function ModelCard({ model, page, onSubscribe }: Props & { model: Model }) {
  const { t } = useTranslation('models');
  return (
    <Card isFullHeight>
      <CardTitle component="h2">
        <Link to={paths.model(model.id)}>
          <bdi>{model.displayName}</bdi>
        </Link>
      </CardTitle>
      <CardBody isFilled>
        <Stack hasGutter>
          <StackItem isFilled>
            <Content component="p">
              {model.description ? <SeededText>{model.description}</SeededText> : t('noDescription')}
            </Content>
          </StackItem>
          <StackItem>
            <KindLabels model={model} />
          </StackItem>
          <StackItem>
            <CapabilityLabels model={model} />
          </StackItem>
          <StackItem>
            <PriceLines prices={model.prices} />
          </StackItem>
        </Stack>
      </CardBody>
      <CardFooter>
        <ModelAccess model={model} subscription={page.subscriptionTo(model.id)} onSubscribe={onSubscribe} />
      </CardFooter>
    </Card>
  );
}

/** The catalogue as cards. */
export function ModelCards({ page, onSubscribe }: Props) {
  return (
    <Remote query={{ data: page.rows, error: page.error, refetch: page.retry }} loading={loading}>
      {(models) =>
        models.length === 0 ? (
          <ModelsEmpty filters={page.filters} />
        ) : (
          <Gallery hasGutter minWidths={{ default: '100%', sm: '18rem' }}>
            {models.map((model) => (
              <GalleryItem key={model.id}>
                <ModelCard model={model} page={page} onSubscribe={onSubscribe} />
              </GalleryItem>
            ))}
          </Gallery>
        )
      }
    </Remote>
  );
}
