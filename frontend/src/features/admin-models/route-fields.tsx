import {
  Button,
  Flex,
  FormSelect,
  FormSelectOption,
  Grid,
  GridItem,
  Stack,
  TextInput,
  Title,
} from '@patternfly/react-core';
import { TrashIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import type { findRouteFaults, RouteDraft } from './model-draft.ts';
import type { Provider } from './queries.ts';

type Props = {
  position: number;
  route: RouteDraft;
  providers: Provider[];
  faults: ReturnType<typeof findRouteFaults> | null;
  /** What the server said about this route. */
  error: string | undefined;
  onChange: (route: RouteDraft) => void;
  /** Null for the last one: a model has at least one route. */
  onRemove: (() => void) | null;
};

/** One route: provider, name there, order, weight. */
export function RouteFields({ position, route, providers, faults, error, onChange, onRemove }: Props) {
  const { t } = useTranslation('admin-models');
  const number = (name: 'order' | 'weight', label: string) => (
    <GridItem span={6} md={2}>
      <FormField
        id={`${route.key}-${name}`}
        label={label}
        error={faults?.[name] ? t('routes.numberInvalid') : undefined}
      >
        {(field) => (
          <TextInput
            {...field}
            dir="ltr"
            inputMode="numeric"
            value={route[name]}
            onChange={(_, typed) => onChange({ ...route, [name]: typed })}
          />
        )}
      </FormField>
    </GridItem>
  );
  return (
    <Stack hasGutter role="group" aria-labelledby={`${route.key}-title`}>
      <Flex
        justifyContent={{ default: 'justifyContentSpaceBetween' }}
        alignItems={{ default: 'alignItemsCenter' }}
      >
        <Title headingLevel="h3" size="md" id={`${route.key}-title`}>
          {t('routes.named', { position })}
        </Title>
        {onRemove && (
          <Button
            variant="plain"
            icon={<TrashIcon />}
            aria-label={t('routes.remove', { position })}
            onClick={onRemove}
          />
        )}
      </Flex>
      <Grid hasGutter>
        <GridItem span={12} md={4}>
          <FormField
            id={`${route.key}-provider`}
            label={t('routes.provider')}
            error={faults?.providerId ? t('routes.providerMissing') : error}
            isRequired
          >
            {(field) => (
              <FormSelect
                {...field}
                value={route.providerId}
                onChange={(_, providerId) => onChange({ ...route, providerId })}
              >
                <FormSelectOption value="" label={t('routes.choose')} isPlaceholder />
                {providers.map(({ id, name }) => (
                  <FormSelectOption key={id} value={id} label={name} />
                ))}
              </FormSelect>
            )}
          </FormField>
        </GridItem>
        <GridItem span={12} md={4}>
          <FormField
            id={`${route.key}-model`}
            label={t('routes.model')}
            error={faults?.upstreamModel ? t('routes.modelMissing') : undefined}
            isRequired
          >
            {(field) => (
              <TextInput
                {...field}
                dir="ltr"
                autoComplete="off"
                value={route.upstreamModel}
                onChange={(_, upstreamModel) => onChange({ ...route, upstreamModel })}
              />
            )}
          </FormField>
        </GridItem>
        {number('order', t('routes.order'))}
        {number('weight', t('routes.weight'))}
      </Grid>
    </Stack>
  );
}
