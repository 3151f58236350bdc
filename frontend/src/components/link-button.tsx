import { Button, type ButtonProps } from '@patternfly/react-core';
import { Link } from 'react-router-dom';

type Props = Omit<ButtonProps, 'component' | 'href' | 'onClick'> & { to: string };

/** A link to another page that looks like a button. */
export function LinkButton({ to, ...rest }: Props) {
  const target = { to };
  return <Button {...rest} {...target} component={Link} />;
}
