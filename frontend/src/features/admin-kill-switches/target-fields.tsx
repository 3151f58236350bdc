import { FormSelect, FormSelectOption, Radio } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import { Remote } from '../../components/remote.tsx';
import { SearchFilter } from '../../components/search-filter.tsx';
import { type Scope, type Target, type TargetScope, targetsQuery } from './queries.ts';
import { scopes, useSwitchWords } from './use-switch-words.ts';

export type Choice = { scope: Scope; target: Target | null };
type Props = { choice: Choice; onChoose: (choice: Choice) => void };

/** What is to be stopped: a kind of thing, and which one, found by name. */
export function TargetFields({ choice: { scope, target }, onChoose }: Props) {
  const { t } = useTranslation('admin-kill-switches');
  const words = useSwitchWords();
  return (
    <>
      <FormField id="stop-scope" label={t('throw.scope')} isRequired>
        {(field) => (
          <FormSelect
            {...field}
            value={scope}
            onChange={(_, value) => onChoose({ scope: value as Scope, target: null })}
          >
            {scopes.map((value) => (
              <FormSelectOption key={value} value={value} label={words.scope(value)} />
            ))}
          </FormSelect>
        )}
      </FormField>
      {scope !== 'platform' && (
        <TargetField
          key={scope}
          scope={scope}
          chosen={target}
          onChoose={(found) => onChoose({ scope, target: found })}
        />
      )}
    </>
  );
}

type FieldProps = { scope: TargetScope; chosen: Target | null; onChoose: (target: Target) => void };

function TargetField({ scope, chosen, onChoose }: FieldProps) {
  const { t } = useTranslation('admin-kill-switches');
  const [search, setSearch] = useState<string>();
  const found = useQuery(targetsQuery(scope, search ?? ''));
  const aboutOf = ({ stopped, accountName, name }: Target) =>
    stopped ? t('throw.stopped') : accountName !== name ? accountName : undefined;
  return (
    <FormField id="stop-target" label={t('throw.which')} role="radiogroup" isRequired>
      {() => (
        <>
          <SearchFilter label={t('throw.search')} value={search} onChange={setSearch} />
          <Remote query={found}>
            {(targets) =>
              targets.length === 0
                ? t('throw.nothing')
                : targets.map((target) => (
                    <Radio
                      key={target.id}
                      id={`stop-${target.id}`}
                      name="stop-target"
                      label={<bdi>{target.name}</bdi>}
                      description={<bdi>{aboutOf(target)}</bdi>}
                      isDisabled={target.stopped}
                      isChecked={chosen?.id === target.id}
                      onChange={() => onChoose(target)}
                    />
                  ))
            }
          </Remote>
        </>
      )}
    </FormField>
  );
}
