import {
  Card,
  CardBody,
  CardTitle,
  Form,
  FormSelect,
  FormSelectOption,
  ToggleGroup,
  ToggleGroupItem,
} from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useUpdateProfile, useUser } from '../../api/session.ts';
import { FormError } from '../../components/form-error.tsx';
import { FormField } from '../../components/form-field.tsx';
import { timeZones } from '../../components/time-zones.ts';
import { useToast } from '../../components/toast.tsx';
import { type Language, languages } from '../../i18n/languages.ts';
import { themes } from '../../theme/theme.ts';

const themeKeys = {
  light: 'common:theme.light',
  dark: 'common:theme.dark',
  system: 'common:theme.system',
} as const;

/** Language, theme and time zone; each choice holds at once, on every browser of the user. */
export function PreferencesCard() {
  const { t } = useTranslation('settings');
  const user = useUser();
  const toast = useToast();
  const update = useUpdateProfile();
  const store = (change: Parameters<typeof update.mutate>[0]) =>
    update.mutate(change, { onSuccess: () => toast.success(t('saved')) });
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{t('preferences.title')}</CardTitle>
      <CardBody>
        <Form isWidthLimited onSubmit={(event) => event.preventDefault()}>
          <FormError error={update.error} />
          <FormField id="locale" label={t('common:language')}>
            {(field) => (
              <FormSelect
                {...field}
                value={user.locale}
                onChange={(_, code) => store({ locale: code as Language })}
              >
                {languages.map(({ code, name }) => (
                  <FormSelectOption key={code} value={code} label={name} />
                ))}
              </FormSelect>
            )}
          </FormField>
          <FormField id="theme" label={t('common:theme.label')}>
            {() => (
              <ToggleGroup aria-label={t('common:theme.label')}>
                {themes.map((theme) => (
                  <ToggleGroupItem
                    key={theme}
                    text={t(themeKeys[theme])}
                    isSelected={user.theme === theme}
                    onChange={() => store({ theme })}
                  />
                ))}
              </ToggleGroup>
            )}
          </FormField>
          <FormField id="time-zone" label={t('preferences.timeZone')} help={t('preferences.timeZoneHelp')}>
            {(field) => (
              <FormSelect {...field} value={user.timeZone} onChange={(_, timeZone) => store({ timeZone })}>
                {timeZones(user.timeZone).map((zone) => (
                  <FormSelectOption key={zone} value={zone} label={zone.replaceAll('_', ' ')} />
                ))}
              </FormSelect>
            )}
          </FormField>
        </Form>
      </CardBody>
    </Card>
  );
}
