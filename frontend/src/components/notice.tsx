import { Alert, type AlertProps } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';

type Variant = 'success' | 'danger' | 'warning' | 'info';

const labelKeys = {
  success: 'notice.success',
  danger: 'notice.danger',
  warning: 'notice.warning',
  info: 'notice.info',
} as const;

/** What a screen reader says before the title of an alert. */
export function useVariantLabel() {
  const { t } = useTranslation('common');
  return (variant: Variant) => t(labelKeys[variant]);
}

type Props = Omit<AlertProps, 'variant' | 'isInline' | 'component' | 'variantLabel'> & { variant: Variant };

/** A message inside the page. As PatternFly's inline `Alert`, in the reader's language. */
export function Notice({ variant, ...rest }: Props) {
  const labelOf = useVariantLabel();
  return <Alert {...rest} isInline variant={variant} component="p" variantLabel={labelOf(variant)} />;
}
