import { Checkbox, FormSelect, FormSelectOption, Grid, GridItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import type { ImportRules } from './import-drafts.ts';

const visibilityKeys = {
  listed: 'import.listed',
  restricted: 'import.restricted',
  hidden: 'import.hidden',
} as const;
const aboutKeys = {
  listed: 'import.aboutListed',
  restricted: 'import.aboutRestricted',
  hidden: 'import.aboutHidden',
} as const;
const classKeys = { small: 'import.small', medium: 'import.medium', large: 'import.large' } as const;

type Props = { rules: ImportRules; onChange: (rules: ImportRules) => void };

/** Visibility, class and approval, for all models of the import. */
export function ImportRulesFields({ rules, onChange }: Props) {
  const { t } = useTranslation('admin-providers');
  return (
    <Grid hasGutter>
      <GridItem span={12} md={6}>
        <FormField
          id="import-visibility"
          label={t('import.visibility')}
          help={t(aboutKeys[rules.visibility])}
        >
          {(field) => (
            <FormSelect
              {...field}
              value={rules.visibility}
              onChange={(_, visibility) =>
                onChange({ ...rules, visibility: visibility as ImportRules['visibility'] })
              }
            >
              {(['listed', 'restricted', 'hidden'] as const).map((value) => (
                <FormSelectOption key={value} value={value} label={t(visibilityKeys[value])} />
              ))}
            </FormSelect>
          )}
        </FormField>
      </GridItem>
      <GridItem span={12} md={6}>
        <FormField id="import-class" label={t('import.class')} help={t('import.classHelp')}>
          {(field) => (
            <FormSelect
              {...field}
              value={rules.class ?? ''}
              onChange={(_, name) => onChange({ ...rules, class: (name || null) as ImportRules['class'] })}
            >
              <FormSelectOption value="" label={t('common:notAvailable')} />
              {(['small', 'medium', 'large'] as const).map((value) => (
                <FormSelectOption key={value} value={value} label={t(classKeys[value])} />
              ))}
            </FormSelect>
          )}
        </FormField>
      </GridItem>
      {rules.visibility === 'listed' && (
        <GridItem span={12}>
          <Checkbox
            id="import-auto-approve"
            label={t('import.autoApprove')}
            description={t('import.autoApproveHelp')}
            isChecked={rules.autoApprove}
            onChange={(_, autoApprove) => onChange({ ...rules, autoApprove })}
          />
        </GridItem>
      )}
    </Grid>
  );
}
