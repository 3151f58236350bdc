import { Button, Content, Grid, GridItem, Stack, StackItem, TextInput, Title } from '@patternfly/react-core';
import { PlusCircleIcon, TrashIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import { type AdvancedDraft, type HeaderDraft, isHeaderWrong, newHeader } from './advanced-draft.ts';

type Props = {
  draft: AdvancedDraft;
  set: (change: Partial<AdvancedDraft>) => void;
  isChecked: boolean;
  errors: Record<string, string | undefined>;
};

const headersMost = 20;

/** Headers that go with every request. Stored values are kept, replaced or removed, and never shown. */
export function HeadersEditor({ draft, set, isChecked, errors }: Props) {
  const { t } = useTranslation('admin-providers');
  const { headers, removedHeaders } = draft;
  const replace = (changed: HeaderDraft) =>
    set({ headers: headers.map((header) => (header.key === changed.key ? changed : header)) });
  const remove = (gone: HeaderDraft) =>
    set({
      headers: headers.filter((header) => header !== gone),
      removedHeaders: gone.isStored ? [...removedHeaders, gone.name] : removedHeaders,
    });
  const add = (
    <Button
      variant="link"
      icon={<PlusCircleIcon />}
      isDisabled={headers.length >= headersMost}
      onClick={() => set({ headers: [...headers, newHeader()] })}
    >
      {t('advanced.addHeader')}
    </Button>
  );
  return (
    <Stack hasGutter role="group" aria-labelledby="provider-headers-title">
      <StackItem>
        <Title headingLevel="h3" size="md" id="provider-headers-title">
          {t('advanced.headers')}
        </Title>
        <Content component="small">{t('advanced.headersHelp')}</Content>
      </StackItem>
      {headers.map((header, index) => (
        <StackItem key={header.key}>
          <Grid hasGutter>
            <GridItem span={12} sm={5}>
              <FormField
                id={`${header.key}-name`}
                label={t('advanced.headerName', { position: index + 1 })}
                error={
                  isChecked && isHeaderWrong(header)
                    ? t('advanced.headerInvalid')
                    : errors[`headers.${header.name.trim()}`]
                }
              >
                {(field) => (
                  <TextInput
                    {...field}
                    dir="ltr"
                    autoComplete="off"
                    maxLength={100}
                    isDisabled={header.isStored}
                    value={header.name}
                    onChange={(_, name) => replace({ ...header, name })}
                  />
                )}
              </FormField>
            </GridItem>
            <GridItem span={10} sm={6}>
              <FormField
                id={`${header.key}-value`}
                label={t('advanced.headerValue', { position: index + 1 })}
                help={header.isStored ? t('advanced.headerStored') : undefined}
              >
                {(field) => (
                  <TextInput
                    {...field}
                    type="password"
                    dir="ltr"
                    autoComplete="new-password"
                    maxLength={4096}
                    value={header.value}
                    onChange={(_, value) => replace({ ...header, value })}
                  />
                )}
              </FormField>
            </GridItem>
            <GridItem span={2} sm={1} className="pf-v6-u-align-self-center">
              <Button
                variant="plain"
                icon={<TrashIcon />}
                aria-label={t('advanced.removeHeader', { position: index + 1 })}
                onClick={() => remove(header)}
              />
            </GridItem>
          </Grid>
        </StackItem>
      ))}
      <StackItem>{add}</StackItem>
    </Stack>
  );
}
