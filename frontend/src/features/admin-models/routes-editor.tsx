import { Button, Content, Divider, Stack, StackItem } from '@patternfly/react-core';
import { PlusCircleIcon } from '@patternfly/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { adminProvidersQuery } from '../../api/admin-providers.ts';
import { Notice } from '../../components/notice.tsx';
import { Remote } from '../../components/remote.tsx';
import { findRouteFaults, newRoute, type RouteDraft } from './model-draft.ts';
import { RouteFields } from './route-fields.tsx';

type Props = {
  routes: RouteDraft[];
  onChange: (routes: RouteDraft[]) => void;
  errors: Record<string, string | undefined>;
  isChecked: boolean;
};

/** Where calls of the model go: providers in order, shared by weight among those of one order. */
export function RoutesEditor({ routes, onChange, errors, isChecked }: Props) {
  const { t } = useTranslation('admin-models');
  const providers = useQuery(adminProvidersQuery);
  const replace = (changed: RouteDraft) =>
    onChange(routes.map((route) => (route.key === changed.key ? changed : route)));
  const add = () => onChange([...routes, newRoute(routes.length)]);
  return (
    <Remote query={providers}>
      {(found) => (
        <Stack hasGutter>
          <StackItem>
            <Content component="p">{t('routes.body')}</Content>
          </StackItem>
          {found.length === 0 && (
            <StackItem>
              <Notice variant="warning" title={t('routes.noProviders')} />
            </StackItem>
          )}
          {routes.map((route, index) => (
            <StackItem key={route.key}>
              {index > 0 && <Divider className="pf-v6-u-mb-md" />}
              <RouteFields
                position={index + 1}
                route={route}
                providers={found}
                faults={isChecked ? findRouteFaults(route) : null}
                error={errors[`routes.${index}`] ?? errors[`routes.${index}.providerId`]}
                onChange={replace}
                onRemove={
                  routes.length > 1 ? () => onChange(routes.filter((other) => other !== route)) : null
                }
              />
            </StackItem>
          ))}
          <StackItem>
            <Button variant="link" icon={<PlusCircleIcon />} onClick={add} isDisabled={routes.length >= 20}>
              {t('routes.add')}
            </Button>
          </StackItem>
        </Stack>
      )}
    </Remote>
  );
}
